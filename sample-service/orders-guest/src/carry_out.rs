//! One command on one order, by the desk of the service.

use orders::application::Desk;
use orders::domain::{EventId, History};
use orders::port::OrderDesk;
use orders::shared::Timestamp;
use orders_adapters::memory::MemoryBoards;
use orders_wire::WireError;
use orders_wire::guest::{CarriedOut, CarryOut};
use orders_wire::v1::{Event, HistoryRecord, tenant};

use crate::given::{GivenId, GivenOrder, GivenTime};
use crate::poll::ready;

/// What becomes of the command; an error if the request means nothing.
pub(crate) fn carry_out(request: CarryOut) -> Result<CarriedOut, WireError> {
    let tenant = tenant::from_wire(request.tenant_id.as_deref())?;
    let command = request.command.of_tenant(tenant)?;
    let id = GivenId(EventId::parse(&request.event_id)?);
    let time = GivenTime(Timestamp::from_millis(request.at_ms));
    let history = request.state.map(History::try_from).transpose()?;
    if history
        .as_ref()
        .is_some_and(|history| *history.order() != command.order)
    {
        return Err(WireError::ForeignHistory);
    }
    let known = history.as_ref().map_or(0, |it| it.entries().len());
    let order = GivenOrder::new(history);
    let desk = Desk::new(&order, MemoryBoards::default(), time, id);
    let reply = ready(desk.carry_out(&command)).into();
    drop(desk);
    let stored = order.into_inner();
    let changed = stored.filter(|history| history.entries().len() > known);
    Ok(CarriedOut {
        reply,
        events: changed
            .iter()
            .flat_map(|history| news(history, known))
            .collect(),
        state: changed.as_ref().map(HistoryRecord::from),
    })
}

fn news(history: &History, known: usize) -> impl Iterator<Item = Event> {
    let entries = history.entries().iter().skip(known);
    entries.map(|entry| Event::from(&entry.event))
}

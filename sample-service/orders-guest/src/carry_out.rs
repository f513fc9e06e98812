//! One command on one order, by the desk of the service.

use orders::application::Desk;
use orders::domain::{EventId, History};
use orders::port::{Expected, OrderDesk, Store};
use orders::shared::Timestamp;
use orders_adapters::memory::{MemoryBoards, MemoryOrders};
use orders_wire::WireError;
use orders_wire::guest::{CarriedOut, CarryOut};
use orders_wire::v1::{Event, HistoryRecord, tenant};

use crate::given::{GivenId, GivenTime};
use crate::poll::ready;

/// What becomes of the command; an error if the request means nothing.
pub(crate) fn carry_out(request: CarryOut) -> Result<CarriedOut, WireError> {
    let tenant = tenant::from_wire(request.tenant_id.as_deref())?;
    let command = request.command.of_tenant(tenant)?;
    let id = GivenId(EventId::parse(&request.event_id)?);
    let time = GivenTime(Timestamp::from_millis(request.at_ms));
    let orders = MemoryOrders::default();
    let mut known = 0;
    if let Some(state) = request.state {
        let history = History::try_from(state)?;
        if *history.order() != command.order {
            return Err(WireError::ForeignHistory);
        }
        known = history.entries().len();
        ready(orders.commit(&history, Expected::Absent)).expect("a new store is empty");
    }
    let desk = Desk::new(orders.clone(), MemoryBoards::default(), time, id);
    let reply = ready(desk.carry_out(&command)).into();
    let stored = ready(orders.load(&command.order)).expect("memory can be read");
    let changed = stored
        .map(|stored| stored.value)
        .filter(|history| history.entries().len() > known);
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

//! What is said and kept: whatever is read means the same when it is written again, in any form.

use std::fmt::Debug;

use orders::domain::{
    CustomerBoard, CustomerId, Fulfilment, History, Money, OrderEvent, OrderId, Stock, TenantId,
};
use orders_wire::guest::{self, Announcement};
use orders_wire::v1::{
    self, BoardQuery, BoardRecord, BoardReply, CancelOrder, CommandReply, Event, FulfilmentRecord,
    HealthReport, HistoryRecord, PlaceOrder, ReceiveGoods, ReceiveReply, ShipOrder, StockEvent,
    StockQuery, StockRecord, StockReply, subject,
};
use orders_wire::{Form, ReplyFrame, RequestFrame, WireError, decode_record, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longer ones are refused unread.
const LONGEST: usize = 64 * 1024;

/// Requests and replies as JSON.
pub(super) fn json(input: &[u8]) {
    messages(Form::Json, input);
    meant::<HealthReport>(Form::Json, input);
    meant::<RequestFrame>(Form::Json, input);
    meant::<ReplyFrame>(Form::Json, input);
    let frame = ReplyFrame::new(Some("orders.v1.place".to_owned()), input);
    assert!(frame.is_ok_and(|it| !it.encode().contains(&b'\n')) || !is_json(input));
}

/// Requests and replies as MessagePack.
pub(super) fn msgpack(input: &[u8]) {
    messages(Form::MessagePack, input);
}

/// Requests and replies as CBOR.
pub(super) fn cbor(input: &[u8]) {
    messages(Form::Cbor, input);
}

fn messages(form: Form, input: &[u8]) {
    for subject in subject::REQUESTS {
        let read = v1::Command::decode(form, subject, input);
        is_bounded(input, &read);
        if let Ok(command) = read
            && let Ok(command) = command.of_tenant(tenant())
        {
            let again = v1::Command::from(&command).of_tenant(tenant());
            assert_eq!(again.ok(), Some(command));
        }
    }
    meant::<PlaceOrder>(form, input);
    meant::<CancelOrder>(form, input);
    meant::<ShipOrder>(form, input);
    meant::<BoardQuery>(form, input);
    meant::<ReceiveGoods>(form, input);
    meant::<StockQuery>(form, input);
    meant::<CommandReply>(form, input);
    meant::<BoardReply>(form, input);
    meant::<ReceiveReply>(form, input);
    meant::<StockReply>(form, input);
}

/// Events, under each subject.
pub(super) fn events(input: &[u8]) {
    for said in subject::EVENTS {
        for under in [said.to_owned(), said.replacen("v1.", "v1.acme.", 1)] {
            let read = Event::decode(&under, input);
            is_bounded(input, &read);
            let Ok(event) = read else { continue };
            assert_eq!(
                Event::decode(&under, &event.encode()).ok().as_ref(),
                Some(&event)
            );
            let Ok(meant) = OrderEvent::try_from(event) else {
                continue;
            };
            let again = Event::decode(&v1::subject_of(&meant), &Event::from(&meant).encode());
            let again = again.expect("it was just written");
            assert_eq!(OrderEvent::try_from(again).ok().as_ref(), Some(&meant));
        }
    }
    for said in subject::STOCK_EVENTS {
        for under in [said.to_owned(), said.replacen("v1.", "v1.acme.", 1)] {
            let read = StockEvent::decode(&under, input);
            is_bounded(input, &read);
            let Ok(event) = read else { continue };
            assert_eq!(
                StockEvent::decode(&under, &event.encode()).ok().as_ref(),
                Some(&event)
            );
        }
    }
}

/// What is stored.
pub(super) fn records(input: &[u8]) {
    kept::<HistoryRecord, History>(input);
    kept::<BoardRecord, CustomerBoard>(input);
    kept::<StockRecord, Stock>(input);
    kept::<FulfilmentRecord, Fulfilment>(input);
    for under in [subject::DEAD_LETTERS, subject::DEAD_STOCK, subject::PLACE] {
        let Ok(letter) = v1::decode_letter(under, input) else {
            continue;
        };
        let (again, bytes) = v1::encode_letter(&letter);
        assert_eq!(
            v1::decode_letter(again, &bytes).ok().as_ref(),
            Some(&letter)
        );
    }
}

/// Documents between desk and module.
pub(super) fn documents(input: &[u8]) {
    told::<guest::Request>(input);
    told::<guest::Reply>(input);
    told::<Announcement>(input);
}

/// Subjects, ids and names.
pub(super) fn names(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    if let Ok((tenant, known)) = subject::read(text) {
        let word = known.rsplit('.').next().expect("a subject has words");
        assert_eq!(
            subject::read(&subject::of(&tenant, word)).ok(),
            Some((tenant, known))
        );
    }
    if let Ok(id) = OrderId::parse(text) {
        assert_eq!(id.as_str(), text);
    }
    if let Ok(id) = CustomerId::parse(text) {
        assert_eq!(id.as_str(), text);
    }
    if let Ok(currency) = orders::domain::Currency::parse(text) {
        assert_eq!(Money::new(0, currency).currency().as_str(), text);
    }
    if let Ok(form) = Form::read(Some(text)) {
        assert!(form.name().eq_ignore_ascii_case(text));
    }
}

/// Whether it is refused, or read as a message that means the same when it is written again, also in another form.
fn meant<T: Serialize + DeserializeOwned + PartialEq + Debug>(form: Form, input: &[u8]) {
    let read = form.decode::<T>(input);
    is_bounded(input, &read);
    let Ok(message) = read else { return };
    let forms = if form == Form::Json {
        &Form::ALL[..1]
    } else {
        &Form::ALL[..]
    };
    for other in forms {
        let again = other.decode::<T>(&other.encode(&message));
        // In another form it may be longer than anybody reads.
        if !matches!(again, Err(WireError::TooLong { .. })) {
            assert_eq!(again.ok().as_ref(), Some(&message), "{form:?} {other:?}");
        }
    }
}

fn told<T: Serialize + DeserializeOwned + PartialEq + Debug>(input: &[u8]) {
    let read = guest::decode_document::<T>(input);
    assert!(read.is_err() || input.len() <= guest::MAX_DOCUMENT_BYTES);
    let Ok(document) = read else { return };
    assert_eq!(
        decode_record::<T>(&encode(&document)).ok().as_ref(),
        Some(&document)
    );
}

/// A record, and what it is kept of.
fn kept<R, T>(input: &[u8])
where
    R: Serialize + DeserializeOwned + PartialEq + Debug + for<'a> From<&'a T>,
    T: TryFrom<R, Error = WireError> + PartialEq + Debug,
{
    let Ok(record) = decode_record::<R>(input) else {
        return;
    };
    assert_eq!(
        decode_record::<R>(&encode(&record)).ok().as_ref(),
        Some(&record)
    );
    let Ok(thing) = T::try_from(record) else {
        return;
    };
    let again = decode_record::<R>(&encode(&R::from(&thing)));
    assert_eq!(again.and_then(T::try_from).ok().as_ref(), Some(&thing));
}

/// What is too long is refused for that and nothing else.
fn is_bounded<T>(input: &[u8], read: &Result<T, WireError>) {
    let too_long = matches!(read, Err(WireError::TooLong { .. }));
    let unread = matches!(read, Err(WireError::Subject { .. }));
    assert!(
        unread || too_long == (input.len() > LONGEST),
        "{} bytes",
        input.len()
    );
}

fn is_json(input: &[u8]) -> bool {
    input.len() <= LONGEST && decode_record::<serde_json::Value>(input).is_ok()
}

fn tenant() -> TenantId {
    TenantId::parse("acme").expect("a name")
}

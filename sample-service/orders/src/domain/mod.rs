//! What an order and the stock of an article are, and what may happen to them. Pure: no IO, no clock, no randomness, no format.

mod access;
mod aggregate;
mod board;
mod command;
mod event;
mod fulfilment;
mod history;
mod id;
mod line;
mod money;
mod order;
mod rejection;
mod status;
mod stock;
mod version;

pub use access::{Identity, Reach, Refusal, Right, Role};
pub use aggregate::{Aggregate, DomainEvent, Entity, Key};
pub use board::{BoardEntry, CustomerBoard};
pub use command::{Action, CancelReason, Command};
pub use event::{Change, OrderEvent};
pub use fulfilment::Fulfilment;
pub use history::{Entry, History, HistoryError, Recorded, Stamp};
pub use id::{
    CommandId, CustomerId, CustomerKey, EventId, Id, InvalidId, Kind, OrderId, OrderKey, ParcelId,
    PrincipalId, RecordKey, Scoped, Sku, StockKey, TenantId,
};
pub use line::{InvalidLines, Line, Lines, Quantity};
pub use money::{Currency, InvalidCurrency, Money, MoneyError};
pub use order::Order;
pub use rejection::Rejection;
pub use status::Status;
pub use stock::{
    Balance, Claim, InvalidStock, NotReserved, Receipt, Receive, Stock, StockChange, StockEvent,
};
pub use version::Version;

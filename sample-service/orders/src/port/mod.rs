//! What the application needs from the outside, and what it offers to it: traits, and the plain values they speak of.

mod authenticator;
mod board_store;
mod clock;
mod dead_letters;
mod event_archive;
mod event_feed;
mod event_ids;
mod event_publisher;
mod order_desk;
mod order_rules;
mod outbox;
mod stock_desk;
mod store;
mod telemetry;
mod versioned;

pub use authenticator::{AuthenticationError, Authenticator, Message};
pub use board_store::BoardStore;
pub use clock::Clock;
pub use dead_letters::{Buried, DeadLetter, DeadLetters};
pub use event_archive::{EventArchive, Page};
pub use event_feed::{Delivery, EventFeed, FeedError};
pub use event_ids::EventIds;
pub use event_publisher::{EventPublisher, PublishError, Published};
pub use order_desk::{Accepted, DeskError, OrderDesk};
pub use order_rules::{Decision, OrderRules, RulesError};
pub use outbox::{Announced, Changed, Outbox};
pub use stock_desk::StockDesk;
pub use store::Store;
pub use telemetry::{Kind, Metric, Telemetry};
pub use versioned::{Expected, Revision, StoreError, Versioned};

//! Under which subject what is said: `orders.v1.place` for the tenant `main`, `orders.v1.acme.place` for `acme`.

use orders::domain::TenantId;

use super::tenant;
use crate::error::WireError;

/// Command: place an order.
pub const PLACE: &str = "orders.v1.place";
/// Command: cancel an order.
pub const CANCEL: &str = "orders.v1.cancel";
/// Command: ship an order.
pub const SHIP: &str = "orders.v1.ship";
/// Question: what is open for a customer.
pub const BOARD: &str = "orders.v1.board";
/// Command: count goods that arrived.
pub const RECEIVE: &str = "orders.v1.receive";
/// Question: how many of an article are there.
pub const STOCK: &str = "orders.v1.stock";

/// Event: an order was placed.
pub const PLACED: &str = "orders.v1.placed";
/// Event: an order was cancelled.
pub const CANCELLED: &str = "orders.v1.cancelled";
/// Event: an order was shipped.
pub const SHIPPED: &str = "orders.v1.shipped";

/// Event: goods arrived.
pub const STOCK_RECEIVED: &str = "orders.v1.stock_received";
/// Event: goods were set aside for an order.
pub const STOCK_RESERVED: &str = "orders.v1.stock_reserved";
/// Event: goods that were set aside are there for others again.
pub const STOCK_RELEASED: &str = "orders.v1.stock_released";
/// Event: goods left with an order.
pub const STOCK_ISSUED: &str = "orders.v1.stock_issued";

/// Question: how a node is. Each node answers.
pub const HEALTH: &str = "orders.v1.health";
/// Record: an announcement that was given up.
pub const DEAD_LETTERS: &str = "orders.v1.dead_letters";
/// Record: an announcement of a stock that was given up.
pub const DEAD_STOCK: &str = "orders.v1.dead_stock";

/// What the desk answers to.
pub const REQUESTS: [&str; 6] = [PLACE, CANCEL, SHIP, BOARD, RECEIVE, STOCK];
/// What the desk makes known of orders.
pub const EVENTS: [&str; 3] = [PLACED, CANCELLED, SHIPPED];
/// What it makes known of stock.
pub const STOCK_EVENTS: [&str; 4] = [STOCK_RECEIVED, STOCK_RESERVED, STOCK_RELEASED, STOCK_ISSUED];

/// What the desk answers to for tenants other than `main`.
pub const TENANT_REQUESTS: [&str; 6] = [
    "orders.v1.*.place",
    "orders.v1.*.cancel",
    "orders.v1.*.ship",
    "orders.v1.*.board",
    "orders.v1.*.receive",
    "orders.v1.*.stock",
];
/// What the desk makes known of orders of tenants other than `main`.
pub const TENANT_EVENTS: [&str; 3] = [
    "orders.v1.*.placed",
    "orders.v1.*.cancelled",
    "orders.v1.*.shipped",
];
/// What it makes known of their stock.
pub const TENANT_STOCK_EVENTS: [&str; 4] = [
    "orders.v1.*.stock_received",
    "orders.v1.*.stock_reserved",
    "orders.v1.*.stock_released",
    "orders.v1.*.stock_issued",
];

const PREFIX: &str = "orders.v1";

/// The subject under which the word, such as `place`, is said for the tenant.
pub fn of(tenant: &TenantId, word: &str) -> String {
    if tenant.as_str() == tenant::MAIN {
        format!("{PREFIX}.{word}")
    } else {
        format!("{PREFIX}.{tenant}.{word}")
    }
}

/// Whose subject it is, and what it would be for `main`.
pub fn read(subject: &str) -> Result<(TenantId, &'static str), WireError> {
    let unknown = || WireError::Subject {
        subject: subject.to_owned(),
    };
    let rest = subject
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.strip_prefix('.'))
        .ok_or_else(unknown)?;
    let (tenant, word) = match rest.split_once('.') {
        Some((tenant, word)) => (Some(tenant), word),
        None => (None, rest),
    };
    let known = REQUESTS
        .into_iter()
        .chain(EVENTS)
        .chain(STOCK_EVENTS)
        .find(|known| {
            known
                .strip_prefix(PREFIX)
                .and_then(|it| it.strip_prefix('.'))
                == Some(word)
        })
        .ok_or_else(unknown)?;
    Ok((tenant::from_wire(tenant)?, known))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-TEN-001
    #[test]
    fn a_subject_says_whose_it_is() {
        let read = |text| read(text).map(|(tenant, subject)| (tenant.to_string(), subject));
        assert_eq!(read(PLACE).unwrap(), ("main".to_owned(), PLACE));
        assert_eq!(
            read("orders.v1.acme.placed").unwrap(),
            ("acme".to_owned(), PLACED)
        );
        // A tenant may be called like anything that is said.
        assert_eq!(
            read("orders.v1.place.place").unwrap(),
            ("place".to_owned(), PLACE)
        );
        for (text, code) in [
            ("orders.v1.main.place", "main_named"),
            ("orders.v1..place", "id"),
            ("orders.v1.a b.place", "id"),
            ("orders.v1.acme.shop.place", "subject"),
            ("orders.v1.acme", "subject"),
            ("orders.v1", "subject"),
            ("orders.v10.place", "subject"),
            ("orders.v2.acme.place", "subject"),
        ] {
            assert_eq!(read(text).unwrap_err().code(), code, "{text}");
        }
    }

    /// AC: AC-TEN-001
    #[test]
    fn what_is_said_for_a_tenant_is_read_for_that_tenant() {
        for tenant in ["main", "acme", "place"] {
            let tenant = TenantId::parse(tenant).unwrap();
            for subject in REQUESTS.into_iter().chain(EVENTS).chain(STOCK_EVENTS) {
                let word = subject.rsplit('.').next().unwrap();
                assert_eq!(read(&of(&tenant, word)).unwrap(), (tenant.clone(), subject));
            }
        }
    }
}

//! The domain.
//!
//! See [`crate::adapter::Bus`] for who publishes it:
//!
//! ```
//! use orders::adapter::Bus;
//! ```

// use crate::adapter::Bus;
/* crate::adapter::send() */

use crate::shared::prelude::*;
use tools::sockets::adaptor::Wrench;

pub const PATH: &str = "crate::adapter::Bus";
pub const RAW: &str = r#"use crate::adapter::Bus;"#;

#[doc = "crate::adapter::Bus"]
#[derive(Default)]
pub struct Order {
    pub id: Id,
    adapter: u32,
}

pub struct Bus;

pub enum Kind {
    Adapter,
}

impl Order {
    pub fn new(adapter: u32) -> Self {
        Order { id: Id(1), adapter }
    }

    pub fn adapter(&self) -> u32 {
        self.adapter
    }

    pub fn total(&self) -> u32 {
        let adapter = self.adapter();
        tracing::info!(adapter = adapter, "adapter");
        adapter + self.adapter
    }
}

pub fn repair(_: Wrench, _: Bus) -> Kind {
    Kind::Adapter
}

pub fn generic<Bus>(bus: Bus) -> Bus {
    bus
}

pub fn labelled<'adapter>(x: &'adapter u32) -> &'adapter u32 {
    'adapter: loop {
        break 'adapter x;
    }
}

#[cfg(feature = "push")]
pub fn push() -> u32 {
    use crate::adapter::send;
    send()
}

#[cfg(not(all()))]
pub mod odd {
    pub use crate::adapter::Bus;
}

#[macro_export]
macro_rules! send {
    () => {
        $crate::adapter::send()
    };
}

#[test]
fn alone() {
    assert_eq!(crate::adapter::send(), 3);
}

#[cfg(test)]
mod tests {
    use crate::adapter::Bus;

    #[test]
    fn with_the_broker() {
        use crate::port::Publish;
        Bus.publish(&super::Order::new(1));
    }
}

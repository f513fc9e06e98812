//! The order desk without any technology: what an order is (`domain`), what the outside must offer (`port`), and what is
//! done with both (`application`).
//!
//! Nothing here knows a transport, a format, a clock or a runtime. Arrows point inwards: `application` uses `port` and
//! `domain`, `port` uses `domain`, and all may use `shared`.

pub mod application;
pub mod domain;
pub mod port;
pub mod shared;

//! What the outside may ask for about stock: a port on the driving side, beside that of orders.

use std::future::Future;

use super::order_desk::DeskError;
use crate::domain::{Receive, Stock, StockKey, Version};

/// Counts goods and shows stock.
pub trait StockDesk: Send + Sync {
    /// Counts goods that arrived, and says which version of the stock that made. The same command may be sent again: they are
    /// counted once.
    fn receive(&self, command: &Receive)
    -> impl Future<Output = Result<Version, DeskError>> + Send;

    /// The stock of the article; nothing if it was never counted.
    fn stock(
        &self,
        article: &StockKey,
    ) -> impl Future<Output = Result<Option<Stock>, DeskError>> + Send;
}

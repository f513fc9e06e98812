//! Both desks behind one door.

use crate::domain::{Command, CustomerBoard, CustomerKey, Receive, Stock, StockKey, Version};
use crate::port::{Accepted, DeskError, OrderDesk, StockDesk};

/// A desk for orders and one for stock.
#[derive(Debug, Clone)]
pub struct FrontDesk<D, W> {
    orders: D,
    stock: W,
}

impl<D, W> FrontDesk<D, W> {
    /// These desks.
    pub const fn new(orders: D, stock: W) -> Self {
        Self { orders, stock }
    }
}

impl<D: OrderDesk, W: Send + Sync> OrderDesk for FrontDesk<D, W> {
    async fn carry_out(&self, command: &Command) -> Result<Accepted, DeskError> {
        self.orders.carry_out(command).await
    }

    async fn board(&self, customer: &CustomerKey) -> Result<CustomerBoard, DeskError> {
        self.orders.board(customer).await
    }
}

impl<D: Send + Sync, W: StockDesk> StockDesk for FrontDesk<D, W> {
    async fn receive(&self, command: &Receive) -> Result<Version, DeskError> {
        self.stock.receive(command).await
    }

    async fn stock(&self, article: &StockKey) -> Result<Option<Stock>, DeskError> {
        self.stock.stock(article).await
    }
}

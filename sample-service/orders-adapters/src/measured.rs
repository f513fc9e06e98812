//! A desk whose answers are counted.

use orders::domain::{Command, CustomerBoard, CustomerKey, Receive, Stock, StockKey, Version};
use orders::port::{Accepted, DeskError, Metric, OrderDesk, StockDesk, Telemetry};

/// The desk inside, and where the figures go.
#[derive(Debug, Clone)]
pub struct Measured<D, T> {
    desk: D,
    telemetry: T,
}

impl<D, T> Measured<D, T> {
    /// The desk, measured.
    pub const fn new(desk: D, telemetry: T) -> Self {
        Self { desk, telemetry }
    }
}

impl<D, T: Telemetry> Measured<D, T> {
    fn count<V>(&self, result: &Result<V, DeskError>) {
        let metric = match result {
            Ok(_) => Metric::CommandsAccepted,
            Err(DeskError::Rejected(_)) => Metric::CommandsRejected,
            Err(_) => Metric::CommandsFailed,
        };
        self.telemetry.add(metric, 1);
    }
}

impl<D: OrderDesk, T: Telemetry> OrderDesk for Measured<D, T> {
    async fn carry_out(&self, command: &Command) -> Result<Accepted, DeskError> {
        let result = self.desk.carry_out(command).await;
        self.count(&result);
        result
    }

    async fn board(&self, customer: &CustomerKey) -> Result<CustomerBoard, DeskError> {
        self.desk.board(customer).await
    }
}

impl<D: StockDesk, T: Telemetry> StockDesk for Measured<D, T> {
    async fn receive(&self, command: &Receive) -> Result<Version, DeskError> {
        let result = self.desk.receive(command).await;
        self.count(&result);
        result
    }

    async fn stock(&self, article: &StockKey) -> Result<Option<Stock>, DeskError> {
        self.desk.stock(article).await
    }
}

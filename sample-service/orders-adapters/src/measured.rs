//! A desk whose answers are counted, and rules of a module whose answers are.

use orders::domain::{
    Command, CustomerBoard, CustomerKey, History, Receive, Stamp, Stock, StockKey, Version,
};
use orders::port::{
    Accepted, Decision, DeskError, Metric, OrderDesk, OrderRules, RulesError, StockDesk, Telemetry,
};

/// What is inside, and where the figures go.
#[derive(Debug, Clone)]
pub struct Measured<D, T> {
    inner: D,
    telemetry: T,
}

impl<D, T> Measured<D, T> {
    /// It, measured.
    pub const fn new(inner: D, telemetry: T) -> Self {
        Self { inner, telemetry }
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
        let result = self.inner.carry_out(command).await;
        self.count(&result);
        result
    }

    async fn board(&self, customer: &CustomerKey) -> Result<CustomerBoard, DeskError> {
        self.inner.board(customer).await
    }
}

/// Counts what a module is asked: the rules of the domain cannot fail.
impl<R: OrderRules, T: Telemetry> OrderRules for Measured<R, T> {
    async fn decide(
        &self,
        history: History,
        command: &Command,
        stamp: Stamp,
    ) -> Result<Decision, RulesError> {
        let result = self.inner.decide(history, command, stamp).await;
        self.telemetry.add(Metric::ModuleCalls, 1);
        if let Err(RulesError::Unavailable { .. }) = &result {
            self.telemetry.add(Metric::ModuleFailures, 1);
        }
        result
    }
}

impl<D: StockDesk, T: Telemetry> StockDesk for Measured<D, T> {
    async fn receive(&self, command: &Receive) -> Result<Version, DeskError> {
        let result = self.inner.receive(command).await;
        self.count(&result);
        result
    }

    async fn stock(&self, article: &StockKey) -> Result<Option<Stock>, DeskError> {
        self.inner.stock(article).await
    }
}

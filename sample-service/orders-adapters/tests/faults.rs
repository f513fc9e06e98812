//! Every call of every port fails once, before or after it took effect: nothing is lost, nothing is done twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use orders::application::{Desk, Projector, Relay};
use orders::domain::{
    Action, CancelReason, Command, CommandId, Currency, CustomerBoard, CustomerId, CustomerKey,
    History, Line, Lines, Money, OrderEvent, OrderId, OrderKey, Quantity, Sku, TenantId,
};
use orders::port::{
    BoardStore, ChangedOrder, Delivery, DeskError, EventFeed, EventPublisher, Expected, FeedError,
    OrderDesk, OrderStore, Outbox, PublishError, Published, Revision, StoreError, Versioned,
};
use orders_adapters::memory::{MemoryBoards, MemoryFeed, MemoryLog, MemoryOrders, MemoryReceipt};
use orders_testing::{ManualClock, SequentialIds};

/// When the fault strikes.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// The call has no effect.
    Before,
    /// The call has its effect, but nobody is told.
    After,
}

/// One fault, at the call with this number.
#[derive(Debug)]
struct Fault {
    at: usize,
    moment: Moment,
    calls: AtomicUsize,
}

/// An adapter whose calls count towards the fault.
#[derive(Debug, Clone)]
struct Faulty<T> {
    inner: T,
    fault: Arc<Fault>,
}

impl Fault {
    /// Makes the call, unless the fault strikes before it; hides what it gave, if the fault strikes after it.
    async fn around<T, E>(
        &self,
        call: impl Future<Output = Result<T, E>>,
        failure: E,
    ) -> Result<T, E> {
        let strikes = self.calls.fetch_add(1, Ordering::Relaxed) == self.at;
        match self.moment {
            Moment::Before if strikes => Err(failure),
            Moment::After if strikes => call.await.and(Err(failure)),
            Moment::Before | Moment::After => call.await,
        }
    }

    fn has_struck(&self) -> bool {
        self.calls.load(Ordering::Relaxed) > self.at
    }
}

fn store_failure() -> StoreError {
    StoreError::Unavailable {
        reason: "injected".to_owned(),
    }
}

fn feed_failure() -> FeedError {
    FeedError::Unavailable {
        reason: "injected".to_owned(),
    }
}

fn publish_failure() -> PublishError {
    PublishError::Unavailable {
        reason: "injected".to_owned(),
    }
}

impl OrderStore for Faulty<MemoryOrders> {
    async fn load(&self, order: &OrderKey) -> Result<Option<Versioned<History>>, StoreError> {
        self.fault
            .around(self.inner.load(order), store_failure())
            .await
    }

    async fn commit(&self, history: &History, expected: Expected) -> Result<Revision, StoreError> {
        self.fault
            .around(self.inner.commit(history, expected), store_failure())
            .await
    }
}

impl Outbox for Faulty<MemoryOrders> {
    type Receipt = MemoryReceipt;

    async fn changed(&self, most: usize) -> Result<Vec<ChangedOrder<MemoryReceipt>>, StoreError> {
        self.fault
            .around(self.inner.changed(most), store_failure())
            .await
    }

    async fn confirm(&self, receipt: MemoryReceipt) -> Result<(), StoreError> {
        self.fault
            .around(self.inner.confirm(receipt), store_failure())
            .await
    }
}

impl BoardStore for Faulty<MemoryBoards> {
    async fn load(
        &self,
        customer: &CustomerKey,
    ) -> Result<Option<Versioned<CustomerBoard>>, StoreError> {
        self.fault
            .around(self.inner.load(customer), store_failure())
            .await
    }

    async fn commit(
        &self,
        board: &CustomerBoard,
        expected: Expected,
    ) -> Result<Revision, StoreError> {
        self.fault
            .around(self.inner.commit(board, expected), store_failure())
            .await
    }
}

impl EventPublisher for Faulty<MemoryLog> {
    async fn publish(&self, event: &OrderEvent) -> Result<Published, PublishError> {
        self.fault
            .around(self.inner.publish(event), publish_failure())
            .await
    }
}

impl EventFeed for Faulty<MemoryFeed> {
    type Receipt = usize;

    async fn fetch(&self, most: usize) -> Result<Vec<Delivery<usize>>, FeedError> {
        self.fault
            .around(self.inner.fetch(most), feed_failure())
            .await
    }

    async fn acknowledge(&self, receipt: usize) -> Result<(), FeedError> {
        self.fault
            .around(self.inner.acknowledge(receipt), feed_failure())
            .await
    }
}

fn acme() -> TenantId {
    TenantId::parse("acme").expect("a good id")
}

fn order(text: &str) -> OrderKey {
    OrderKey::new(acme(), OrderId::parse(text).expect("a good id"))
}

fn ann() -> CustomerKey {
    CustomerKey::new(acme(), CustomerId::parse("ann").expect("a good id"))
}

fn commands() -> Vec<Command> {
    let place = |minor| Action::Place {
        customer: ann().id,
        lines: Lines::new(vec![Line {
            sku: Sku::parse("tea").expect("a good id"),
            quantity: Quantity::new(1).expect("within bounds"),
            unit_price: Money::new(minor, Currency::parse("EUR").expect("a good currency")),
        }])
        .expect("one line"),
    };
    let cancel = Action::Cancel {
        reason: CancelReason::OutOfStock,
    };
    let wishes = [("o-1", place(100)), ("o-2", place(20)), ("o-1", cancel)];
    let command = |(number, (on, action)): (usize, (&str, Action))| Command {
        id: CommandId::parse(&format!("c-{number}")).expect("a good id"),
        order: order(on),
        action,
    };
    wishes.into_iter().enumerate().map(command).collect()
}

/// What the world knows at the end, and whether the fault struck.
async fn run(at: usize, moment: Moment) -> (Vec<(String, u32)>, CustomerBoard, bool) {
    let fault = Arc::new(Fault {
        at,
        moment,
        calls: AtomicUsize::new(0),
    });
    let (orders, boards, log) = (
        MemoryOrders::default(),
        MemoryBoards::default(),
        MemoryLog::default(),
    );
    let faulty_orders = Faulty {
        inner: orders,
        fault: Arc::clone(&fault),
    };
    let faulty_boards = Faulty {
        inner: boards.clone(),
        fault: Arc::clone(&fault),
    };
    let faulty_feed = Faulty {
        inner: log.feed("projector"),
        fault: Arc::clone(&fault),
    };
    let faulty_log = Faulty {
        inner: log.clone(),
        fault: Arc::clone(&fault),
    };
    let clock = ManualClock::default();
    let desk = Desk::new(
        faulty_orders.clone(),
        faulty_boards.clone(),
        clock,
        SequentialIds::default(),
    );
    let relay = Relay::new(faulty_orders.clone(), faulty_orders, faulty_log);
    let projector = Projector::new(faulty_feed, faulty_boards);

    for command in commands() {
        let first = desk.carry_out(&command).await;
        if let Err(error) = first {
            assert!(matches!(error, DeskError::Store(_)), "{error}");
            desk.carry_out(&command)
                .await
                .expect("it is sent again, and there is one fault only");
        }
        // One fault can spoil one round of each; what is left is done in the next.
        for _ in 0..3 {
            let _ = relay.run_once().await;
            let _ = projector.run_once().await;
        }
    }
    let events = log.events();
    let summary = events
        .iter()
        .map(|event| (event.order.id.to_string(), event.version.get()));
    let board = boards
        .load(&ann())
        .await
        .expect("no fault here")
        .expect("there were events");
    (summary.collect(), board.value, fault.has_struck())
}

async fn sweep(moment: Moment) {
    let (events, board, struck) = run(usize::MAX, moment).await;
    assert!(!struck);
    let expected =
        [("o-1", 1), ("o-2", 1), ("o-1", 2)].map(|(order, version)| (order.to_owned(), version));
    assert_eq!(events, expected);
    assert_eq!(board.open_orders(), 1);
    let mut at = 0;
    loop {
        let (with_fault, board_with_fault, struck) = run(at, moment).await;
        if !struck {
            break;
        }
        assert_eq!(with_fault, events, "fault {moment:?} call {at}");
        assert_eq!(board_with_fault, board, "fault {moment:?} call {at}");
        at += 1;
    }
    assert!(at > 40, "only {at} calls were tried");
}

/// AC: AC-ONCE-001, AC-RUN-007
#[tokio::test]
async fn a_call_that_fails_before_it_takes_effect_loses_nothing() {
    sweep(Moment::Before).await;
}

/// AC: AC-EVT-003, AC-ONCE-001, AC-RUN-007
#[tokio::test]
async fn a_call_that_fails_after_it_took_effect_doubles_nothing() {
    sweep(Moment::After).await;
}

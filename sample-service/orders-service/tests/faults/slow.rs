//! Somebody takes long, and the others do not wait.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use orders::application::{Desk, Relay};
use orders::domain::OrderEvent;
use orders::port::{EventArchive, EventPublisher, OrderDesk, PublishError, Published};
use orders_adapters::meters::Meters;
use orders_adapters::nats::{Nats, NatsLog};
use orders_adapters::system::{RandomIds, SystemClock};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

use crate::kills::place;
use crate::world::{PATIENCE, RETRY, config, server};

/// As many as may be under way while the next ones are fetched.
const SLOW: usize = 16;
/// More than a round takes.
const ORDERS: usize = 216;

/// A log that says nothing about the first orders until it may.
#[derive(Debug, Clone)]
struct Hesitant {
    log: NatsLog,
    answers: Arc<Semaphore>,
}

impl EventPublisher for Hesitant {
    async fn publish(&self, event: &OrderEvent) -> Result<Published, PublishError> {
        if is_slow(event) {
            let answer = self.answers.acquire().await;
            drop(answer.expect("it is never closed"));
        }
        self.log.publish(event).await
    }
}

fn is_slow(event: &OrderEvent) -> bool {
    let number: usize = event.order.id.as_str()[2..].parse().unwrap();
    number < SLOW
}

/// AC: AC-REL-004
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_that_take_long_hold_up_no_other() {
    let server = server();
    // What is under way does not come again meanwhile.
    let config = config(&server, Duration::from_secs(60));
    let nats = Nats::connect(config, Arc::new(Meters::default())).await;
    let nats = nats.unwrap();
    let (orders, log) = (nats.orders().await.unwrap(), nats.log().await.unwrap());
    let (boards, letters) = (nats.boards().await, nats.dead_letters().await.unwrap());
    let desk = Desk::new(orders.clone(), boards.unwrap(), SystemClock, RandomIds);
    for number in 0..ORDERS {
        desk.carry_out(&place(number)).await.unwrap();
    }

    let answers = Arc::new(Semaphore::new(0));
    let hesitant = Hesitant {
        log: log.clone(),
        answers: Arc::clone(&answers),
    };
    let relay = Relay::new(orders.clone(), orders, hesitant, letters, RETRY);
    let stopped = AtomicBool::new(false);
    let (reports, failures) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let relaying = relay.run(
        || !stopped.load(Ordering::Relaxed),
        |report| reports.lock().unwrap().push(report),
        async |error| failures.lock().unwrap().push(error),
    );
    let known = async |expected: usize| {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let events = log.read(1, 2 * ORDERS).await.unwrap().events;
            if events.len() == expected {
                return events;
            }
            assert!(Instant::now() < deadline, "{} are known", events.len());
            sleep(Duration::from_millis(20)).await;
        }
    };
    let watching = async {
        let events = known(ORDERS - SLOW).await;
        assert!(!events.iter().any(is_slow), "nobody answered about them");
        answers.add_permits(1);
        known(ORDERS).await;
        stopped.store(true, Ordering::Relaxed);
    };
    tokio::join!(relaying, watching);
    assert_eq!(*failures.lock().unwrap(), []);
    let reports = reports.into_inner().unwrap();
    assert!(reports.iter().all(|report| report.postponed.is_empty()));
    let published: usize = reports.iter().map(|report| report.published).sum();
    assert_eq!(published, ORDERS);
    while relay.run_once().await.unwrap().announced > 0 {}
    assert_eq!(relay.lag().await, Ok((0, 0)));
}

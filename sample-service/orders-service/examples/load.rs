//! How fast commands become events through the whole chain, beside bare publishing to a stream, and whether all of them do while
//! a node is killed.
//!
//!     load PROGRAM MESSAGES CLIENTS [kill]
//!
//! PROGRAM is the service; `NATS_URL` names a server with an empty store. Two nodes serve; with `kill` one of them is killed
//! halfway. `bench/sample.sh` starts all of it.
#![expect(
    clippy::disallowed_methods,
    reason = "it starts the service and looks at its memory"
)]

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use async_nats::jetstream::{self, stream};
use async_nats::{Client, ConnectOptions};
use futures_util::StreamExt;
use orders_wire::v1::{BoardReply, CommandReply, subject};
use orders_wire::{decode, encode};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

type Failure = Box<dyn Error + Send + Sync>;

/// Without news for so long it is over.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many orders a customer has.
const ORDERS: usize = 20;

/// A node that does not outlive the bench.
struct Node(Child);

impl Node {
    fn start(program: &str, url: &str) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.env("NATS_URL", url).env("ORDERS_LOG", "error");
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command.spawn().map(Self)
    }

    /// Resident memory in KiB, where the system tells.
    fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let (program, messages, clients, kills) = match arguments[..] {
        [program, messages, clients] => (program, messages, clients, false),
        [program, messages, clients, "kill"] => (program, messages, clients, true),
        _ => return Err("load PROGRAM MESSAGES CLIENTS [kill]".into()),
    };
    let (messages, clients): (usize, usize) = (messages.parse()?, clients.parse()?);
    let url = std::env::var("NATS_URL")?;
    let options = ConnectOptions::new().request_timeout(Some(Duration::from_secs(5)));
    let client = options.connect(&url).await?;
    let bare = bare(&client, messages.min(100_000), clients).await?;
    let mut nodes = vec![Node::start(program, &url)?, Node::start(program, &url)?];
    let chain = chain(&client, messages, clients, &mut nodes, kills).await?;
    exact(&client, messages).await?;
    let mut out = io::stdout().lock();
    let percent = 100.0 * chain / bare;
    writeln!(
        out,
        "bare {bare:.0}/s, chain {chain:.0}/s ({percent:.0} %), {messages} messages, {clients} clients, each event once, boards exact"
    )?;
    Ok(())
}

fn order(number: usize) -> Vec<u8> {
    encode(&json!({
        "command_id": format!("c-{number}"),
        "order_id": format!("o-{number}"),
        "customer_id": format!("customer-{}", number / ORDERS),
        "lines": [{ "sku": "tea", "quantity": 1, "unit_price": { "minor": 5, "currency": "EUR" } }],
    }))
}

/// Messages a second that clients publish to a stream of its own, each when it has the acknowledgement of the one before.
async fn bare(client: &Client, messages: usize, clients: usize) -> Result<f64, Failure> {
    let context = jetstream::new(client.clone());
    let settings = stream::Config {
        name: "BARE".to_owned(),
        subjects: vec!["bare".to_owned()],
        ..stream::Config::default()
    };
    context.create_stream(settings).await?;
    let taken = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let mut publishers: JoinSet<Result<(), Failure>> = JoinSet::new();
    for _ in 0..clients {
        let (context, taken) = (context.clone(), Arc::clone(&taken));
        publishers.spawn(async move {
            loop {
                let number = taken.fetch_add(1, Ordering::Relaxed);
                if number >= messages {
                    return Ok(());
                }
                context.publish("bare", order(number).into()).await?.await?;
            }
        });
    }
    while let Some(ended) = publishers.join_next().await {
        ended??;
    }
    let rate = messages as f64 / started.elapsed().as_secs_f64();
    context.delete_stream("BARE").await?;
    Ok(rate)
}

/// Orders a second, from the first command to the last event.
async fn chain(
    client: &Client,
    messages: usize,
    clients: usize,
    nodes: &mut Vec<Node>,
    kills: bool,
) -> Result<f64, Failure> {
    // A first order, which is not counted, is taken when the nodes are there.
    let heard = client.subscribe(subject::PLACED).await?;
    place(client, messages).await?;
    let mut heard = heard.skip(1);
    let taken = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let mut placing: JoinSet<Result<(), Failure>> = JoinSet::new();
    for _ in 0..clients {
        let (client, taken) = (client.clone(), Arc::clone(&taken));
        placing.spawn(async move {
            loop {
                let number = taken.fetch_add(1, Ordering::Relaxed);
                if number >= messages {
                    return Ok(());
                }
                place(&client, number).await?;
            }
        });
    }
    // What a relay that died had published is heard twice, but is in the log once: that is looked at afterwards.
    for number in 1..=messages {
        let event = timeout(PATIENCE, heard.next()).await;
        if event
            .map_err(|_| format!("only {number} events came"))?
            .is_none()
        {
            return Err("the connection ended".into());
        }
        if kills && number == messages / 2 {
            nodes.pop();
        }
        if number % (messages / 10).max(1) == 0 {
            let memory: Vec<_> = nodes.iter().filter_map(Node::memory).collect();
            writeln!(
                io::stderr(),
                "{number} events, memory of nodes in KiB: {memory:?}"
            )?;
        }
    }
    let rate = messages as f64 / started.elapsed().as_secs_f64();
    while let Some(ended) = placing.join_next().await {
        ended??;
    }
    Ok(rate)
}

/// Sends the order until it is accepted.
async fn place(client: &Client, number: usize) -> Result<(), Failure> {
    let started = Instant::now();
    let payload = order(number);
    loop {
        if let Ok(reply) = client.request(subject::PLACE, payload.clone().into()).await {
            match decode(&reply.payload)? {
                CommandReply::Accepted { .. } => return Ok(()),
                CommandReply::Failed { .. } => {}
                reply => return Err(format!("{reply:?}").into()),
            }
        }
        if started.elapsed() > PATIENCE {
            return Err(format!("nobody takes order {number}").into());
        }
        sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until the log and the boards hold every order once, and fails if they do not.
async fn exact(client: &Client, messages: usize) -> Result<(), Failure> {
    let context = jetstream::new(client.clone());
    let expected = messages as u64 + 1;
    let mut log = context.get_stream("ORDERS_V1").await?;
    let started = Instant::now();
    let mut open = 0;
    while started.elapsed() < PATIENCE {
        open = 0;
        for customer in 0..=messages / ORDERS {
            let query = encode(&json!({ "customer_id": format!("customer-{customer}") }));
            let reply = client.request(subject::BOARD, query.into()).await?;
            if let BoardReply::Found { open_orders, .. } = decode(&reply.payload)? {
                open += open_orders;
            }
        }
        let kept = log.info().await?.state.messages;
        if (kept, open) == (expected, expected) {
            return Ok(());
        }
        if kept > expected || open > expected {
            break;
        }
        sleep(Duration::from_secs(1)).await;
    }
    let kept = log.info().await?.state.messages;
    Err(format!("{expected} orders, {kept} events, {open} open orders on boards").into())
}

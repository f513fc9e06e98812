//! How fast commands become events through the whole chain, and what that costs, beside bare publishing to a stream, the least that
//! any service sends, and the messages of the chain without the service; and whether all of them do while a node is killed.
//!
//!     load PROGRAM MESSAGES CLIENTS [kill]
//!
//! PROGRAM is the service; `NATS_URL` names a server with an empty store, `NATS_PID` its process, if what it costs is to be known.
//! Two nodes serve; with `kill` one of them is killed halfway. `bench/sample.sh` starts all of it.
#![expect(
    clippy::disallowed_methods,
    reason = "it starts the service and looks at its memory"
)]

mod bare;
mod cost;
mod floor;
mod setup;

use std::env;
use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use async_nats::jetstream::consumer::PullConsumer;
use async_nats::jetstream::{self, stream};
use async_nats::{Client, ConnectOptions};
use cost::Cost;
use futures_util::{StreamExt, stream as streams};
use orders_wire::v1::{BoardReply, CommandReply, subject};
use orders_wire::{decode, encode};
use serde_json::json;
use tokio::time::{sleep, timeout};

type Failure = Box<dyn Error + Send + Sync>;

/// Without news for so long it is over.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many orders a customer has.
const ORDERS: usize = 20;

/// The arguments that make a node of the chain without the service, and of the floors.
const BARE_NODE: &str = "bare-node";
const FLOOR_NODE: &str = "floor-node";
const OUTBOX_NODE: &str = "outbox-node";
/// Who reads what in the service.
const READERS: [(&str, &str); 3] = [
    ("KV_orders_v1", "relay"),
    ("ORDERS_V1", "projector"),
    ("ORDERS_V1", "fulfilment"),
];

/// A node that does not outlive the bench.
struct Node(Child);

impl Node {
    fn start(program: &str, argument: Option<&str>, url: &str) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.args(argument);
        command.env("NATS_URL", url).env("ORDERS_LOG", "error");
        // As the service has it.
        command.env("TOKIO_WORKER_THREADS", "1");
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

/// How a run went.
#[derive(Clone, Copy)]
struct Run {
    /// Messages a second, until the last event is there.
    rate: f64,
    /// What each cost, until everybody was done with it.
    cost: Cost,
}

impl Run {
    fn text(self) -> String {
        format!("{:.0}/s, {}", self.rate, self.cost.text())
    }

    /// What the rates and the costs of another one are of those of this one, in percent.
    fn share(self, other: Self) -> String {
        let rate = 100.0 * other.rate / self.rate;
        let cost = 100.0 * self.cost.all() / other.cost.all();
        format!("{rate:.0} % by the clock, {cost:.0} % by CPU")
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let url = env::var("NATS_URL")?;
    let options = ConnectOptions::new().request_timeout(Some(Duration::from_secs(5)));
    let client = options.connect(&url).await?;
    let (program, messages, clients, kills) = match arguments[..] {
        [BARE_NODE] => return bare::serve(client).await,
        [FLOOR_NODE] => return floor::serve(client).await,
        [OUTBOX_NODE] => return floor::serve_outbox(client).await,
        [program, messages, clients] => (program, messages, clients, false),
        [program, messages, clients, "kill"] => (program, messages, clients, true),
        _ => return Err("load PROGRAM MESSAGES CLIENTS [kill]".into()),
    };
    let bench = Bench {
        client,
        server: env::var("NATS_PID").ok().and_then(|pid| pid.parse().ok()),
        clients: clients.parse()?,
    };
    let messages: usize = messages.parse()?;
    let few = messages.min(100_000);
    let own = env::current_exe()?;
    let own = own.to_str().ok_or("the path of the bench is no text")?;
    let bare = bench.bare(few).await?;
    writeln!(io::stderr(), "bare publishing: {}", bare.text())?;
    setup::make(&bench.client, &floor::STREAMS, &floor::READERS).await?;
    let mut nodes = two_nodes(own, Some(FLOOR_NODE), &url)?;
    let least = bench.least(few, &nodes, floor::PLACE, &[]).await?;
    writeln!(io::stderr(), "floor: {}", least.text())?;
    nodes = two_nodes(own, Some(OUTBOX_NODE), &url)?;
    let least_outbox = bench
        .least(few, &nodes, floor::PLACE_OUTBOX, &floor::READERS)
        .await?;
    writeln!(io::stderr(), "outbox floor: {}", least_outbox.text())?;
    nodes.clear();
    setup::clear(&bench.client, &floor::STREAMS).await?;
    setup::make(&bench.client, &bare::STREAMS, &bare::READERS).await?;
    nodes = two_nodes(own, Some(BARE_NODE), &url)?;
    let ask = async |number| {
        let request = bench.client.request(bare::PLACE, order(number).into());
        request.await?;
        Ok(())
    };
    sleep(Duration::from_secs(1)).await;
    let bare_chain = bench
        .chain(few, &mut nodes, false, (bare::PLACED, bare::READERS), ask)
        .await?;
    writeln!(io::stderr(), "bare chain: {}", bare_chain.text())?;
    nodes.clear();
    setup::clear(&bench.client, &bare::STREAMS).await?;
    nodes = two_nodes(program, None, &url)?;
    let place = async |number| place(&bench.client, number).await;
    let chain = bench
        .chain(
            messages,
            &mut nodes,
            kills,
            (subject::PLACED, READERS),
            place,
        )
        .await?;
    exact(&bench.client, messages).await?;
    let mut out = io::stdout().lock();
    let clients = bench.clients;
    writeln!(out, "bare publishing: {}", bare.text())?;
    writeln!(out, "floor: {}", least.text())?;
    writeln!(out, "outbox floor: {}", least_outbox.text())?;
    writeln!(out, "bare chain: {}", bare_chain.text())?;
    writeln!(out, "chain: {}", chain.text())?;
    for (name, run) in [
        ("floor", least),
        ("outbox floor", least_outbox),
        ("bare chain", bare_chain),
        ("chain", chain),
    ] {
        writeln!(out, "{name}, of bare publishing: {}", bare.share(run))?;
    }
    writeln!(out, "chain, of the bare chain: {}", bare_chain.share(chain))?;
    writeln!(
        out,
        "{messages} messages, {clients} clients, each event once, boards exact"
    )?;
    Ok(())
}

fn two_nodes(program: &str, argument: Option<&str>, url: &str) -> io::Result<Vec<Node>> {
    let nodes = (0..2).map(|_| Node::start(program, argument, url));
    nodes.collect()
}

fn order(number: usize) -> Vec<u8> {
    encode(&json!({
        "command_id": format!("c-{number}"),
        "order_id": format!("o-{number}"),
        "customer_id": format!("customer-{}", number / ORDERS),
        "lines": [{ "sku": "tea", "quantity": 1, "unit_price": { "minor": 5, "currency": "EUR" } }],
    }))
}

/// Who asks.
struct Bench {
    client: Client,
    server: Option<u32>,
    clients: usize,
}

impl Bench {
    /// Clients publish to a stream of its own, each when it has the acknowledgement of the message before.
    async fn bare(&self, messages: usize) -> Result<Run, Failure> {
        let context = jetstream::new(self.client.clone());
        let settings = stream::Config {
            name: "BARE".to_owned(),
            subjects: vec!["bare".to_owned()],
            ..stream::Config::default()
        };
        context.create_stream(settings).await?;
        let publish = async |number| {
            context.publish("bare", order(number).into()).await?.await?;
            Ok(())
        };
        let run = self.until_quiet(messages, &[], &[], publish).await?;
        context.delete_stream("BARE").await?;
        Ok(run)
    }

    /// Clients ask the nodes, each when it has the reply to the request before. A reply says that the event is stored, or that a
    /// reader will store it.
    async fn least(
        &self,
        messages: usize,
        nodes: &[Node],
        place: &'static str,
        readers: &[(&str, &str)],
    ) -> Result<Run, Failure> {
        let ask = async |number| {
            self.client.request(place, order(number).into()).await?;
            Ok(())
        };
        sleep(Duration::from_secs(1)).await;
        // A first one, which is not counted, finds the nodes there.
        ask(messages).await?;
        self.until_quiet(messages, nodes, readers, ask).await
    }

    /// From the first message until all are sent and nobody has anything left to read.
    async fn until_quiet(
        &self,
        messages: usize,
        nodes: &[Node],
        readers: &[(&str, &str)],
        send: impl AsyncFn(usize) -> Result<(), Failure>,
    ) -> Result<Run, Failure> {
        let cost = || Cost::so_far(self.server, nodes.iter().map(|node| node.0.id()));
        let before = cost();
        let started = Instant::now();
        self.all(messages, send).await?;
        self.quiet(readers).await?;
        let rate = messages as f64 / started.elapsed().as_secs_f64();
        let cost = cost().since(before, messages);
        Ok(Run { rate, cost })
    }

    /// So many at a time are sent until all are.
    async fn all(
        &self,
        messages: usize,
        send: impl AsyncFn(usize) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut sending = streams::iter(0..messages)
            .map(|number| send(number))
            .buffer_unordered(self.clients);
        while let Some(sent) = sending.next().await {
            sent?;
        }
        Ok(())
    }

    /// From the first command to the last event.
    async fn chain(
        &self,
        messages: usize,
        nodes: &mut Vec<Node>,
        kills: bool,
        (placed, readers): (&'static str, [(&str, &str); 3]),
        place: impl AsyncFn(usize) -> Result<(), Failure>,
    ) -> Result<Run, Failure> {
        // A first order, which is not counted, is taken when the nodes are there.
        let mut heard = self.client.subscribe(placed).await?;
        place(messages).await?;
        heard.next().await.ok_or("the connection ended")?;
        let processes: Vec<_> = nodes.iter().map(|node| node.0.id()).collect();
        let cost = || Cost::so_far(self.server, processes.iter().copied());
        let before = cost();
        let started = Instant::now();
        let mut rate = 0.0;
        let hearing = async {
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
            rate = messages as f64 / started.elapsed().as_secs_f64();
            Ok::<_, Failure>(())
        };
        tokio::try_join!(hearing, self.all(messages, place))?;
        self.quiet(&readers).await?;
        let cost = cost().since(before, messages);
        Ok(Run { rate, cost })
    }

    /// Waits until nobody has anything left to read.
    async fn quiet(&self, readers: &[(&str, &str)]) -> Result<(), Failure> {
        let context = jetstream::new(self.client.clone());
        let started = Instant::now();
        for &(stream, reader) in readers {
            let mut consumer: PullConsumer =
                context.get_consumer_from_stream(reader, stream).await?;
            loop {
                let info = consumer.info().await?;
                if info.num_pending + info.num_ack_pending as u64 == 0 {
                    break;
                }
                if started.elapsed() > PATIENCE {
                    return Err(format!("{reader} of {stream} is not done").into());
                }
                sleep(Duration::from_millis(50)).await;
            }
        }
        Ok(())
    }
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

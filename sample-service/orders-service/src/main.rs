//! `orders-service`: over NATS if `NATS_URL` is set, else over memory with requests and replies as lines.
#![expect(
    clippy::disallowed_methods,
    reason = "the entry point is where the environment is read"
)]

use std::error::Error;
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use orders::port::Message;
use orders_adapters::authentication::KeyRing;
use orders_adapters::system::{RandomIds, SystemClock};
use orders_service::{
    Config, Edge, Embedded, ModuleFiles, Node, NodeConfig, Repair, Role, Task, Topology, sign,
};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Stdout, stdin, stdout};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// How long answers of nodes are waited for.
const HEALTH_WAIT: Duration = Duration::from_secs(1);

/// One thread does all but the calls of modules: a node waits most of the time, and handing over between threads costs more than it
/// gains. Who has cores to spare starts more nodes.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(code) => code,
        Err(error) => {
            // Where even the standard error is gone there is nobody to tell.
            let _ = writeln!(io::stderr(), "orders-service: {}", one_line(&error));
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let task = match Task::parse(&arguments) {
        Some(Task::Help) => {
            write_help(&mut io::stdout().lock())?;
            return Ok(ExitCode::SUCCESS);
        }
        Some(task) => task,
        None => return Err("it takes no such arguments; `orders-service help` lists them".into()),
    };
    let config = Config::read(
        |name| std::env::var(name).ok(),
        |path| fs::read_to_string(path).map_err(|error| format!("cannot read `{path}`: {error}")),
    )?;
    log_to_stderr(config.log);
    match task {
        Task::Serve => {
            serve(config).await?;
            return Ok(ExitCode::SUCCESS);
        }
        Task::Sign { key, subject, form } => {
            let token = signed(config.keys.as_ref(), &key, &subject, form.as_deref())?;
            writeln!(io::stdout(), "{token}")?;
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    let node = std::env::var("EDGE_NODE_ID")
        .ok()
        .filter(|node| !node.is_empty());
    let nats = config
        .nats
        .ok_or("set `NATS_URL`: in memory there is nothing to repair")?;
    repair(task, Repair::connect(nats).await?, node.as_deref()).await
}

/// What the libraries below say stops at `info`: what they tell of each message has its headers in it, and so its token.
fn log_to_stderr(level: LevelFilter) {
    let own = ["orders", "orders_adapters", "orders_edge", "orders_service"];
    let levels = Targets::new()
        .with_default(level.min(LevelFilter::INFO))
        .with_targets(own.map(|own| (own, level)));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal());
    tracing_subscriber::registry()
        .with(lines.with_filter(levels))
        .init();
}

async fn serve(config: Config) -> Result<(), Box<dyn Error>> {
    let Config {
        nats,
        node,
        roles,
        keys,
        topology,
        module,
        ..
    } = config;
    let version = env!("CARGO_PKG_VERSION");
    let Some(nats) = nats else {
        tracing::info!(version, %node, topology = Topology::Embedded.name(), "serving");
        return answer_lines(&node, keys, module.as_deref()).await;
    };
    let is_open = keys.is_none() && roles.contains(&Role::Desk);
    let running = Node::start(NodeConfig {
        name: node.clone(),
        roles: roles.clone(),
        keys,
        topology,
        ..NodeConfig::new(nats)
    })
    .await?;
    if is_open {
        tracing::warn!(
            "no `ORDERS_KEYS`: whoever reaches the server may ask the desk for anything"
        );
    }
    let roles: Vec<_> = roles.into_iter().map(|role| role.name()).collect();
    tracing::info!(version, %node, topology = topology.name(), roles = roles.join(","), "serving");
    Ok(running.run(asked_to_stop()).await?)
}

async fn repair(
    task: Task,
    repair: Repair,
    node: Option<&str>,
) -> Result<ExitCode, Box<dyn Error>> {
    let mut out = io::stdout().lock();
    match task {
        Task::DeadLetters => {
            for buried in repair.dead_letters().await? {
                let letter = buried.letter;
                writeln!(
                    out,
                    "{} {} reason={} attempts={}",
                    buried.place, letter.record, letter.reason, letter.attempts
                )?;
            }
        }
        Task::PutBack(place) => {
            let record = repair.put_back(place).await?;
            writeln!(out, "{place} {record} is announced again")?;
        }
        Task::Rebuild => {
            let report = repair.rebuild().await?;
            writeln!(
                out,
                "events={} boards_replaced={}",
                report.events, report.replaced
            )?;
        }
        Task::Replay(place) => {
            let report = repair.replay(place).await?;
            writeln!(
                out,
                "events={} orders_missing={}",
                report.events, report.orders_missing
            )?;
        }
        Task::Health => {
            let health = repair.health(node, HEALTH_WAIT).await?;
            for report in &health.reports {
                out.write_all(report)?;
                writeln!(out)?;
            }
            if !health.is_ready {
                return Err("not ready".into());
            }
        }
        Task::Install(directory) => {
            let manifest = repair.install(read_module(&directory)?).await?;
            writeln!(
                out,
                "{} {} sha256={} is announced",
                manifest.id, manifest.version, manifest.sha256
            )?;
        }
        Task::Modules => write_modules(&mut out, &repair).await?,
        Task::Serve | Task::Help | Task::Sign { .. } => unreachable!("these are no repairs"),
    }
    Ok(ExitCode::SUCCESS)
}

/// The token of what is on standard input, to the last byte.
fn signed(
    keys: Option<&KeyRing>,
    key: &str,
    subject: &str,
    form: Option<&str>,
) -> Result<String, Box<dyn Error>> {
    let mut payload = Vec::new();
    io::stdin().lock().read_to_end(&mut payload)?;
    let message = Message {
        subject,
        form,
        payload: &payload,
        token: None,
    };
    Ok(sign(keys, key, SystemClock, &message)?)
}

/// What is announced last is the present one.
async fn write_modules(out: &mut impl Write, repair: &Repair) -> Result<(), Box<dyn Error>> {
    let modules = repair.modules().await?;
    for (place, module) in modules.iter().enumerate() {
        let which = if place + 1 == modules.len() {
            "present"
        } else {
            "previous"
        };
        match module {
            Ok(module) => {
                write!(out, "{which} sha256={} ", module.sha256)?;
                match &module.manifest {
                    Ok(manifest) => writeln!(out, "{} {}", manifest.id, manifest.version)?,
                    Err(error) => writeln!(out, "{}", one_line(error))?,
                }
            }
            Err(error) => writeln!(out, "{which} {}", one_line(error))?,
        }
    }
    Ok(())
}

/// A fault of TOML is shown over several lines.
fn one_line(error: &impl ToString) -> String {
    error.to_string().lines().collect::<Vec<_>>().join(" ")
}

/// The module in the directory.
fn read_module(directory: &str) -> Result<ModuleFiles, String> {
    let path = |name| Path::new(directory).join(name);
    let failed = |name, error| format!("cannot read `{}`: {error}", path(name).display());
    let (manifest, module) = ("manifest.toml", "module.wasm");
    Ok(ModuleFiles {
        manifest: fs::read_to_string(path(manifest)).map_err(|error| failed(manifest, error))?,
        module: fs::read(path(module)).map_err(|error| failed(module, error))?,
    })
}

fn write_help(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "orders-service takes orders. Arguments:")?;
    for (arguments, purpose) in Task::ARGUMENTS {
        let arguments = if arguments.is_empty() {
            "(none)"
        } else {
            arguments
        };
        writeln!(out, "  {arguments:<17} {purpose}")?;
    }
    writeln!(out, "Environment:")?;
    for (name, purpose) in Config::VARIABLES {
        writeln!(out, "  {name:<17} {purpose}")?;
    }
    writeln!(
        out,
        "Without NATS_URL it reads one request per line and writes one reply per line, such as"
    )?;
    writeln!(
        out,
        r#"  {{"subject":"orders.v1.board","payload":{{"customer_id":"c-1"}}}}"#
    )
}

async fn answer_lines(
    node: &str,
    keys: Option<KeyRing>,
    module: Option<&str>,
) -> Result<(), Box<dyn Error>> {
    if io::stdin().is_terminal() {
        write_help(&mut io::stderr().lock())?;
    }
    let clock = SystemClock;
    let service = match module {
        Some(directory) => {
            let edge = Edge::new()?;
            edge.install(read_module(directory)?).await?;
            Embedded::with_module(node, keys, clock, RandomIds, edge)
        }
        None => Embedded::new(node, keys, clock, RandomIds),
    };
    let mut lines = BufReader::new(stdin()).split(b'\n');
    let mut out = stdout();
    while let Some(line) = lines.next_segment().await? {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let mut reply = service.answer_line(&line).await?;
        reply.push(b'\n');
        match write(&mut out, &reply).await {
            Ok(()) => {}
            // Whoever asked has heard enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

async fn write(out: &mut Stdout, reply: &[u8]) -> io::Result<()> {
    out.write_all(reply).await?;
    out.flush().await
}

/// Ctrl-C, or what a supervisor sends.
async fn asked_to_stop() {
    let interrupted = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "cannot listen for Ctrl-C");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::error!(%error, "cannot listen for SIGTERM");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

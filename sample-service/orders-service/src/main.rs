//! `orders-service`: over NATS if `NATS_URL` is set, else over memory with requests and replies as lines.
#![expect(
    clippy::disallowed_methods,
    reason = "the entry point is where the environment is read"
)]

use std::error::Error;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use orders_adapters::system::{RandomIds, SystemClock};
use orders_service::{Config, Embedded, Node};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Stdout, stdin, stdout};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where even the standard error is gone there is nobody to tell.
            let _ = writeln!(io::stderr(), "orders-service: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    if std::env::args_os().len() > 1 {
        return Ok(write_help(&mut io::stdout().lock())?);
    }
    let config = Config::read(|name| std::env::var(name).ok())?;
    tracing_subscriber::fmt()
        .with_max_level(config.log)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
    match config.nats {
        Some(nats) => {
            let node = Node::start(nats).await?;
            tracing::info!("serving");
            Ok(node.run(asked_to_stop()).await?)
        }
        None => answer_lines().await,
    }
}

fn write_help(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "orders-service takes no arguments. Environment:")?;
    for (name, purpose) in Config::VARIABLES {
        writeln!(out, "  {name:<13} {purpose}")?;
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

async fn answer_lines() -> Result<(), Box<dyn Error>> {
    if io::stdin().is_terminal() {
        write_help(&mut io::stderr().lock())?;
    }
    let service = Embedded::new(SystemClock, RandomIds);
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

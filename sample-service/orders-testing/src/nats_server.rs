//! A NATS server with JetStream that lives as long as the value.
//!
//! The server picks a free port and writes it to a file once it listens, so tests never fight for ports and never guess
//! when it is ready. Its store is a directory of its own, which goes with the value.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use thiserror::Error;

/// How long a server may take until it listens.
const PATIENCE: Duration = Duration::from_secs(20);
/// The configuration, if there is one.
const CONFIGURATION: &str = "server.conf";
const POLL: Duration = Duration::from_millis(5);
/// What the server writes when somebody else has its port.
const TAKEN: &str = "address already in use";
/// After how long a port is tried again.
const AGAIN: Duration = Duration::from_millis(100);

/// A running server.
#[derive(Debug)]
pub struct NatsServer {
    process: Child,
    directory: TempDir,
    url: String,
    port: u16,
}

/// Why there is no server.
#[derive(Debug, Error)]
pub enum ServerError {
    /// The program is not there.
    #[error(
        "cannot start `{}`: {source}\nthe tests talk to a real server; from the root of the repository run\n    \
         export NATS_SERVER=\"$(scripts/nats-server.sh)\"\nand start the tests again",
        .program.display()
    )]
    Program {
        /// What was tried.
        program: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It ended by itself.
    #[error("nats-server ended with {status}:\n{log}")]
    Ended {
        /// How.
        status: ExitStatus,
        /// What it wrote.
        log: String,
    },
    /// It does not listen.
    #[error("nats-server did not listen within {} s:\n{log}", PATIENCE.as_secs())]
    Late {
        /// What it wrote.
        log: String,
    },
    /// The files around it cannot be handled.
    #[error("cannot prepare the directory of nats-server: {0}")]
    Directory(#[from] io::Error),
}

impl NatsServer {
    /// A server with an empty store. `NATS_SERVER` names the program, else it is looked up in `PATH`.
    pub fn start() -> Result<Self, ServerError> {
        let directory = tempfile::Builder::new().prefix("nats-").tempdir()?;
        Self::launch(directory)
    }

    /// A server with an empty store and a configuration, which says nothing about its address and its store.
    pub fn configured(configuration: &str) -> Result<Self, ServerError> {
        let directory = tempfile::Builder::new().prefix("nats-").tempdir()?;
        fs::write(directory.path().join(CONFIGURATION), configuration)?;
        Self::launch(directory)
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Kills the server as a power cut would; its clients stay.
    pub fn kill(&mut self) -> io::Result<()> {
        self.process.kill()?;
        self.process.wait().map(drop)
    }

    /// Kills the server and starts it again on the same port with the same store. The port may be taken for a moment, such as
    /// by a client that tries to connect from it: then it is tried again until the time that a server may take is over.
    pub fn restart(mut self) -> Result<Self, ServerError> {
        self.kill()?;
        let fresh = tempfile::Builder::new().prefix("nats-").tempdir()?;
        let directory = std::mem::replace(&mut self.directory, fresh);
        let killed = Instant::now();
        loop {
            for old in ["ports", "log"] {
                remove(&directory.path().join(old))?;
            }
            match Self::begin(directory.path(), Some(self.port)) {
                Ok((process, url, port)) => {
                    return Ok(Self {
                        process,
                        directory,
                        url,
                        port,
                    });
                }
                Err(ServerError::Ended { log, .. })
                    if log.contains(TAKEN) && killed.elapsed() < PATIENCE =>
                {
                    thread::sleep(AGAIN);
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn launch(directory: TempDir) -> Result<Self, ServerError> {
        let (process, url, port) = Self::begin(directory.path(), None)?;
        Ok(Self {
            process,
            directory,
            url,
            port,
        })
    }

    /// A process that listens, and where.
    fn begin(directory: &Path, port: Option<u16>) -> Result<(Child, String, u16), ServerError> {
        let program = program();
        let ports = directory.join("ports");
        let log = directory.join("log");
        fs::create_dir_all(&ports)?;
        let configuration = directory.join(CONFIGURATION);
        let mut command = Command::new(&program);
        if configuration.exists() {
            command.arg("--config").arg(configuration);
        }
        let mut process = command
            .args(["--addr", "127.0.0.1", "--port"])
            .arg(port.map_or_else(|| "-1".to_owned(), |port| port.to_string()))
            .arg("--jetstream")
            .arg("--store_dir")
            .arg(directory.join("store"))
            .arg("--ports_file_dir")
            .arg(&ports)
            .arg("--log")
            .arg(&log)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|source| ServerError::Program {
                program: program.into(),
                source,
            })?;
        let started = Instant::now();
        loop {
            if let Some((url, port)) = listening(&ports) {
                return Ok((process, url, port));
            }
            if let Some(status) = process.try_wait()? {
                let log = fs::read_to_string(log).unwrap_or_default();
                return Err(ServerError::Ended { status, log });
            }
            if started.elapsed() > PATIENCE {
                process.kill()?;
                process.wait()?;
                let log = fs::read_to_string(log).unwrap_or_default();
                return Err(ServerError::Late { log });
            }
            thread::sleep(POLL);
        }
    }
}

impl Drop for NatsServer {
    fn drop(&mut self) {
        // A server that is gone already is what is wanted.
        let _ = self.kill();
    }
}

/// Removes a file or a directory; that it is gone is what is wanted.
fn remove(path: &Path) -> io::Result<()> {
    let removed = match path.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn program() -> OsString {
    std::env::var_os("NATS_SERVER")
        .filter(|program| !program.is_empty())
        .unwrap_or_else(|| "nats-server".into())
}

/// What the server wrote about its ports, once it is written to the end.
fn listening(directory: &Path) -> Option<(String, u16)> {
    let file = fs::read_dir(directory).ok()?.next()?.ok()?.path();
    let text = fs::read_to_string(file).ok()?;
    let ports: serde_json::Value = serde_json::from_str(&text).ok()?;
    let url = ports.get("nats")?.get(0)?.as_str()?;
    let port = url.rsplit_once(':')?.1.parse().ok()?;
    Some((url.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_port_that_is_taken_for_a_moment_is_waited_for() {
        let mut server = NatsServer::start().unwrap_or_else(|error| panic!("{error}"));
        let (url, port) = (server.url().to_owned(), server.port);
        server.kill().unwrap();
        let other = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let release = thread::spawn(move || {
            thread::sleep(Duration::from_millis(500));
            drop(other);
        });
        let killed = Instant::now();
        let again = server.restart().unwrap_or_else(|error| panic!("{error}"));
        assert!(killed.elapsed() >= Duration::from_millis(400));
        assert_eq!(again.url(), url);
        release.join().unwrap();
    }
}

//! The program, as it is deployed in each topology.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::time::Duration;

use async_nats::{Client, ConnectOptions};
use orders_edge::Sha256;
use orders_service::Config;
use orders_testing::NatsServer;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

/// How long to wait for what must come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(50);

const PROGRAM: &str = env!("CARGO_BIN_EXE_orders-service");

/// The program with these variables and no others of its own.
fn program(variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(PROGRAM);
    for (name, _) in Config::VARIABLES {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

/// What the program says when it is asked for something on a server.
pub(crate) fn ask(server: &NatsServer, arguments: &[&str]) -> (bool, String) {
    let mut command = program(&[("NATS_URL", server.url())]);
    let output: Output = command.args(arguments).output().unwrap();
    let mut said = String::from_utf8(output.stdout).unwrap();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    (output.status.success(), said)
}

/// What the nodes on a server say about themselves.
pub(crate) fn health(server: &NatsServer) -> Vec<Value> {
    let (_, said) = ask(server, &["health"]);
    let reports = said.lines().filter(|line| line.starts_with('{'));
    reports
        .map(|report| serde_json::from_str(report).unwrap())
        .collect()
}

/// A process of the program that does not outlive its test.
pub(crate) struct Process(Child);

impl Process {
    fn start(variables: &[(&str, &str)]) -> Self {
        Self(program(variables).spawn().unwrap())
    }

    pub(crate) fn on(server: &NatsServer, variables: &[(&str, &str)]) -> Self {
        let mut all = vec![("NATS_URL", server.url()), ("ORDERS_LOG", "off")];
        all.extend(variables);
        Self::start(&all)
    }

    /// The hash of the file that the process runs, where the system tells, or else of the one that was started.
    pub(crate) fn artifact(&self) -> Sha256 {
        let running = format!("/proc/{}/exe", self.0.id());
        let file = [running.as_str(), PROGRAM]
            .into_iter()
            .find(|path| Path::new(path).exists());
        Sha256::of(&fs::read(file.unwrap()).unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program in a topology, and how to talk to it.
pub(crate) struct Deployment {
    /// What it is called where it is told.
    pub(crate) name: &'static str,
    pub(crate) processes: Vec<Process>,
    channel: Channel,
}

enum Channel {
    Lines(ChildStdin, BufReader<ChildStdout>),
    Server(Client, NatsServer),
}

impl Deployment {
    /// In memory, with requests as lines.
    pub(crate) fn embedded(name: &'static str, variables: &[(&str, &str)]) -> Self {
        let mut process = Process::start(variables);
        let input = process.0.stdin.take().unwrap();
        let output = BufReader::new(process.0.stdout.take().unwrap());
        Self {
            name,
            processes: vec![process],
            channel: Channel::Lines(input, output),
        }
    }

    /// On a server, with a process for each set of variables.
    pub(crate) async fn on_server(
        name: &'static str,
        server: NatsServer,
        nodes: &[&[(&str, &str)]],
    ) -> Self {
        let nodes = nodes.iter();
        let processes = nodes.map(|variables| Process::on(&server, variables));
        Self {
            name,
            processes: processes.collect(),
            channel: Channel::Server(connect(&server).await, server),
        }
    }

    pub(crate) async fn request(&mut self, subject: &str, payload: &Value) -> Value {
        match &mut self.channel {
            Channel::Lines(input, output) => {
                let line = json!({ "subject": subject, "payload": payload });
                writeln!(input, "{line}").unwrap();
                let mut reply = String::new();
                output.read_line(&mut reply).unwrap();
                let reply: Value = serde_json::from_str(&reply).unwrap();
                reply["reply"].clone()
            }
            Channel::Server(client, _) => request(client, subject, payload).await,
        }
    }

    /// What the one that decides says about itself.
    pub(crate) async fn desk(&mut self) -> Value {
        if let Channel::Server(_, server) = &self.channel {
            let desk = health(server).into_iter().find(|report| {
                let roles = report["roles"].as_array().unwrap();
                roles.iter().any(|role| role["role"] == "desk")
            });
            return desk.unwrap();
        }
        self.request("orders.v1.health", &json!({})).await
    }
}

pub(crate) async fn connect(server: &NatsServer) -> Client {
    let options = ConnectOptions::new().request_timeout(Some(Duration::from_secs(5)));
    options.connect(server.url()).await.unwrap()
}

/// The reply to the request; waits for somebody to listen.
pub(crate) async fn request(client: &Client, subject: &str, payload: &Value) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let payload = payload.to_string();
        match client.request(subject.to_owned(), payload.into()).await {
            Ok(reply) => return serde_json::from_slice(&reply.payload).unwrap(),
            Err(error) => assert!(Instant::now() < deadline, "{error}"),
        }
        sleep(Duration::from_millis(20)).await;
    }
}

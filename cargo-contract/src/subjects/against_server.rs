//! Sets of subjects against a real server: who subscribes to a set receives what is in it, and nothing else, and what a user may
//! publish and hear is what the sets in its permissions say. `NATS_SERVER` names the program.

#![expect(
    clippy::disallowed_methods,
    reason = "the test starts a server and reads its files"
)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use govern_testing::Directory;

use super::Pattern;

struct Server {
    process: Child,
    /// Its files, which go with it.
    _directory: Directory,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn server(configuration: &str) -> Server {
    let program = std::env::var_os("NATS_SERVER").filter(|it| !it.is_empty());
    let program = program.unwrap_or_else(|| "nats-server".into());
    let directory = Directory::new();
    directory.write("server.conf", configuration);
    let ports = directory.path().join("ports");
    std::fs::create_dir_all(&ports).unwrap();
    let process = Command::new(&program)
        .args(["--addr", "127.0.0.1", "--port", "-1", "--config"])
        .arg(directory.path().join("server.conf"))
        .arg("--ports_file_dir")
        .arg(&ports)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| {
            panic!(
                "cannot start `{}`: {error}; run: export NATS_SERVER=\"$(scripts/nats-server.sh)\"",
                program.to_string_lossy()
            )
        });
    let mut server = Server {
        process,
        _directory: directory,
        port: 0,
    };
    let started = Instant::now();
    loop {
        if let Some(port) = listening(&ports) {
            server.port = port;
            return server;
        }
        let ended = server.process.try_wait().unwrap();
        assert!(ended.is_none(), "nats-server ended: {ended:?}");
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "nats-server does not listen"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn listening(ports: &std::path::Path) -> Option<u16> {
    let file = std::fs::read_dir(ports).ok()?.next()?.ok()?.path();
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    json.get("nats")?
        .get(0)?
        .as_str()?
        .rsplit_once(':')?
        .1
        .parse()
        .ok()
}

/// The protocol, as far as it is needed here.
struct Connection {
    out: TcpStream,
    lines: BufReader<TcpStream>,
}

impl Connection {
    fn new(server: &Server, user: Option<&str>) -> Connection {
        let out = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        out.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let lines = BufReader::new(out.try_clone().unwrap());
        let mut connection = Connection { out, lines };
        let user = user.map_or(String::new(), |it| {
            format!("\"user\":\"{it}\",\"pass\":\"p\",")
        });
        connection.send(&format!(
            "CONNECT {{{user}\"verbose\":false,\"pedantic\":false}}"
        ));
        connection.settled();
        connection
    }

    fn send(&mut self, line: &str) {
        self.out
            .write_all(format!("{line}\r\n").as_bytes())
            .unwrap();
    }

    fn publish(&mut self, subject: &str) {
        self.send(&format!("PUB {subject} 0\r\n"));
    }

    /// What came, once all that was sent is dealt with: subscriptions that got a message, and errors.
    fn settled(&mut self) -> (Vec<usize>, Vec<String>) {
        self.send("PING");
        let (mut messages, mut errors) = (Vec::new(), Vec::new());
        loop {
            let mut line = String::new();
            assert!(
                self.lines.read_line(&mut line).unwrap() > 0,
                "the server hung up"
            );
            let words: Vec<&str> = line.split_whitespace().collect();
            match words[..] {
                ["PONG"] => return (messages, errors),
                ["MSG", _, subscription, .., length] => {
                    messages.push(subscription.parse().unwrap());
                    let mut payload = vec![0; length.parse::<usize>().unwrap() + 2];
                    self.lines.read_exact(&mut payload).unwrap();
                }
                ["-ERR", ..] => errors.push(line.trim().to_owned()),
                _ => {}
            }
        }
    }
}

const PATTERNS: [&str; 14] = [
    "a", "a.b", "*", ">", "a.*", "a.>", "*.b", "*.*", "*.>", "a.*.c", "a.*.>", "*.b.>", "b.a",
    "a.b.c",
];
const SUBJECTS: [&str; 12] = [
    "a", "b", "a.b", "a.c", "b.b", "b.a", "a.b.c", "a.c.c", "b.b.c", "a.b.c.d", "b.a.b", "c.c.c.c",
];

#[test]
fn who_subscribes_to_a_set_receives_what_is_in_it() {
    let server = server("");
    let mut connection = Connection::new(&server, None);
    for (at, pattern) in PATTERNS.iter().enumerate() {
        connection.send(&format!("SUB {pattern} {at}"));
    }
    for subject in SUBJECTS {
        connection.publish(subject);
        let (received, errors) = connection.settled();
        assert_eq!(errors, [""; 0]);
        let received: BTreeSet<&str> = received.into_iter().map(|at| PATTERNS[at]).collect();
        let expected = PATTERNS
            .iter()
            .copied()
            .filter(|it| Pattern::parse(it).unwrap().matches(subject));
        assert_eq!(received, expected.collect(), "{subject}");
    }
}

#[test]
fn permissions_are_sets() {
    let users: Vec<String> = PATTERNS
        .iter()
        .enumerate()
        .map(|(at, it)| {
            format!("{{ user: u{at}, password: p, permissions {{ publish: \"{it}\", subscribe: \"{it}\" }} }}")
        })
        .collect();
    let server = server(&format!(
        "authorization {{ users = [\n{}\n] }}",
        users.join("\n")
    ));
    for (at, allowed) in PATTERNS.iter().enumerate() {
        let set = Pattern::parse(allowed).unwrap();
        let mut connection = Connection::new(&server, Some(&format!("u{at}")));
        for subject in SUBJECTS {
            connection.publish(subject);
            let (_, errors) = connection.settled();
            assert_eq!(
                errors.is_empty(),
                set.matches(subject),
                "publish {subject}, allowed {allowed}"
            );
        }
        for (subscription, wanted) in PATTERNS.iter().enumerate() {
            connection.send(&format!("SUB {wanted} {subscription}"));
            let (_, errors) = connection.settled();
            let is_within = Pattern::parse(wanted).unwrap().is_within(&set);
            let passes = Pattern::parse(wanted)
                .unwrap()
                .as_subscribed()
                .is_within(&set);
            assert_eq!(
                errors.is_empty(),
                is_within || passes,
                "subscribe {wanted}, allowed {allowed}"
            );
        }
    }
}

//! What the processes of a run cost.

use std::fs;

/// CPU time in µs, of the system and of the process itself.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    server: f64,
    nodes: f64,
    client: f64,
}

impl Cost {
    /// What the server, the nodes and this process have cost so far.
    pub(crate) fn so_far(server: Option<u32>, nodes: impl Iterator<Item = u32>) -> Self {
        Self {
            server: server.map_or(0.0, of),
            nodes: nodes.map(of).sum(),
            client: of(std::process::id()),
        }
    }

    /// What was spent since then on one of so many.
    pub(crate) fn since(self, then: Self, messages: usize) -> Self {
        let each = |now: f64, then: f64| (now - then) / messages as f64;
        Self {
            server: each(self.server, then.server),
            nodes: each(self.nodes, then.nodes),
            client: each(self.client, then.client),
        }
    }

    /// All of it.
    pub(crate) const fn all(self) -> f64 {
        self.server + self.nodes + self.client
    }

    pub(crate) fn text(self) -> String {
        format!(
            "{:.0} µs of CPU each (server {:.0}, nodes {:.0}, clients {:.0})",
            self.all(),
            self.server,
            self.nodes,
            self.client
        )
    }
}

/// Nothing where the system does not tell, or the process is gone.
fn of(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name of the program stands in brackets, and may be anything.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: f64 = ticks.filter_map(|field| field.parse::<f64>().ok()).sum();
    // A tick is a hundredth of a second on every Linux.
    ticks * 10_000.0
}

//! `cargo contract rollout-plan`: who is to be deployed first, and which versions must not meet.

use std::io;

use govern_diagnostics::Verdict as Exit;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde_json::json;

use crate::accepted::Revision;
use crate::changes::shortened;
use crate::compat::{Judgement, Verdict};
use crate::direction::Direction;
use crate::lifecycle::{Lifecycle, Payload, State, before, compared};
use crate::manifest::Contract;

pub(crate) const COMMAND: Command = Command {
    name: "rollout-plan",
    summary: "says who is to be deployed first, and which versions must not meet",
    details: "For each contract that is not as it was accepted, or else not as it was accepted before: whether new readers \
              understand old documents, whether old readers understand new ones, and what follows. Exit status 1 if some \
              contract cannot be rolled out safely in any order.",
    args: &[
        ArgSpec::option("format", "FORMAT", "how the plan is written").choices(&["human", "json"]),
    ],
    needs_workspace: true,
    run,
};

/// In which order readers and writers can be deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Any,
    ReadersFirst,
    WritersFirst,
    None,
}

/// What is to be said about one contract.
struct Plan<'l> {
    contract: &'l Contract,
    before: &'l Revision,
    /// New readers, old documents.
    backward: Result<Judgement, String>,
    /// Old readers, new documents.
    forward: Result<Judgement, String>,
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let lifecycle = Lifecycle::of_session(session)?.with_types()?;
    let plans = lifecycle.present().filter_map(|state| {
        let payload = state.payload.as_ref()?;
        plan(&lifecycle, state, payload)
    });
    let plans: Vec<Plan<'_>> = plans.collect();
    // Nothing is known of who is deployed.
    let new = lifecycle
        .new_versions()
        .map(|it| it.contract.id.to_string());
    let new: Vec<String> = new.collect();
    if session.args().value("format") == Some("json") {
        let plans: Vec<_> = plans.iter().map(Plan::object).collect();
        writeln!(
            out,
            "{}",
            json!({ "contracts": plans, "never-accepted": new })
        )?;
    } else {
        for plan in &plans {
            plan.tell(out)?;
        }
        for id in &new {
            writeln!(
                out,
                "`{id}` was never accepted: nothing is known of what is deployed"
            )?;
        }
        if plans.is_empty() && new.is_empty() {
            writeln!(
                out,
                "any order: no contract has changed since it was accepted first"
            )?;
        }
    }
    let is_safe = plans.iter().all(|plan| plan.order() != Order::None);
    Ok(CommandOutcome {
        verdict: if is_safe { Exit::Clean } else { Exit::Findings },
        diagnostics: Vec::new(),
    })
}

/// The plan for a contract; none if it never was anything else.
fn plan<'l>(lifecycle: &'l Lifecycle, state: &'l State, payload: &Payload) -> Option<Plan<'l>> {
    let contract = &state.contract;
    let before = before(
        contract,
        payload,
        lifecycle.declared.accepted.of(&contract.id),
    )?;
    if before.format != contract.format.0 {
        let why = format!(
            "it was written as {}, and is now {}",
            before.format, contract.format.0
        );
        return Some(Plan {
            contract,
            before,
            backward: Err(why.clone()),
            forward: Err(why),
        });
    }
    let comparison = compared(&before.wire, &payload.wire, contract.format.1);
    Some(Plan {
        contract,
        before,
        backward: Ok(comparison.backward),
        forward: Ok(comparison.forward),
    })
}

impl Plan<'_> {
    fn order(&self) -> Order {
        match (is_ok(&self.backward), is_ok(&self.forward)) {
            (true, true) => Order::Any,
            (true, false) => Order::ReadersFirst,
            // What is stored was written before anybody was deployed.
            (false, true) if self.contract.direction == Direction::Persists => Order::None,
            (false, true) => Order::WritersFirst,
            (false, false) => Order::None,
        }
    }

    fn tell(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let contract = self.contract;
        writeln!(
            out,
            "`{}` ({}), since revision {} of {}",
            contract.id,
            contract.direction.as_str(),
            self.before.number,
            self.before.acceptance.on
        )?;
        writeln!(out, "  order: {}", self.order().told(contract.direction))?;
        for (judgement, who) in [
            (&self.backward, "a new reader and old documents"),
            (&self.forward, "an old reader and new documents"),
        ] {
            if let Some(why) = why(judgement) {
                writeln!(out, "  must not meet: {who}: {why}")?;
            }
        }
        if contract.direction.is_written() {
            let is_safe = match is_ok(&self.forward) {
                true => "safe",
                false => "not safe: the version before would meet new documents",
            };
            writeln!(out, "  going back: {is_safe}")?;
        }
        Ok(())
    }

    fn object(&self) -> serde_json::Value {
        let verdict = |judgement: &Result<Judgement, String>| match judgement {
            Ok(judgement) => judgement.verdict.word(),
            Err(_) => Verdict::Breaks.word(),
        };
        json!({
            "contract": self.contract.id.to_string(),
            "direction": self.contract.direction.as_str(),
            "revision": self.before.number,
            "order": self.order().word(),
            "backward": { "verdict": verdict(&self.backward), "why": why(&self.backward) },
            "forward": { "verdict": verdict(&self.forward), "why": why(&self.forward) },
        })
    }
}

impl Order {
    fn word(self) -> &'static str {
        match self {
            Order::Any => "any",
            Order::ReadersFirst => "readers-first",
            Order::WritersFirst => "writers-first",
            Order::None => "none",
        }
    }

    /// The order, with this program's part in it.
    fn told(self, direction: Direction) -> &'static str {
        match (self, direction) {
            (Order::Any, _) => "any",
            (Order::ReadersFirst, Direction::Publishes) => "all readers first, then this program",
            (Order::ReadersFirst, Direction::Consumes) => "this program first, then all writers",
            (Order::ReadersFirst, Direction::Persists) => {
                "all at once: an old instance cannot read what a new one stores"
            }
            (Order::ReadersFirst, Direction::Both) => "all readers first, then all writers",
            (Order::WritersFirst, Direction::Publishes) => "this program first, then all readers",
            (Order::WritersFirst, Direction::Consumes) => "all writers first, then this program",
            (Order::WritersFirst, _) => "all writers first, then all readers",
            (Order::None, Direction::Persists) => {
                "none is safe: migrate what is stored, or publish a new version beside this one"
            }
            (Order::None, _) => "none is safe: publish a new version beside this one",
        }
    }
}

fn is_ok(judgement: &Result<Judgement, String>) -> bool {
    matches!(judgement, Ok(judgement) if judgement.verdict == Verdict::Ok)
}

/// Why it is not well, with a document that shows it.
fn why(judgement: &Result<Judgement, String>) -> Option<String> {
    let judgement = match judgement {
        Ok(judgement) => judgement,
        Err(why) => return Some(why.clone()),
    };
    let change = judgement
        .changes
        .iter()
        .find(|change| change.verdict != Verdict::Ok)?;
    let what = match change.verdict {
        Verdict::Lossy => "something is lost",
        Verdict::Unknown => "nobody knows",
        _ => "it fails",
    };
    let detail = shortened(&change.detail);
    Some(match &change.witness {
        Some(witness) => format!(
            "{what} at `{}`: {detail}, for example `{}`",
            change.path,
            shortened(witness)
        ),
        None => format!("{what} at `{}`: {detail}", change.path),
    })
}

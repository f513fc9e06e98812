//! `persisted_without_migration`: stored documents of an earlier version cannot be read by a later one, and nothing migrates them.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::accepted::Revision;
use crate::changes::shortened;
use crate::compat::{Change, Verdict};
use crate::contracts::Contracts;
use crate::direction::Direction;
use crate::lifecycle::{Lifecycle, Migration, Payload, compared};
use crate::manifest::{Contract, Id};

/// Stored documents of an earlier version cannot be read by a later one, and nothing migrates them.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "persisted_without_migration",
        summary: "stored documents of an earlier version cannot be read by a later one, and nothing migrates them",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds contracts with `direction = "persists"` whose type cannot read all documents of the version before it, or of its own before
a break that was accepted, while there is no migration: no `migration` in the manifest, and no `impl From` or `TryFrom` from the
type before to this one.

### Why is this bad?

What was stored stays stored. The new program fails on it, or reads something else.

### Example

```toml
[[contract.contract]]
name = "orders.snapshot"
version = 2
direction = "persists"
payload = "orders_store::v2::Snapshot" # has a field that version 1 did not have
```

### Use instead

```rust
impl From<v1::Snapshot> for v2::Snapshot { /* … */ }
```

or name the function that does it: `migration = "orders_store::migrate::from_v1"`.

### Limits

Whether the migration is called, and does what it should, is not looked at.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    findings.idle("no contract says `direction = \"persists\"`");
    for state in lifecycle.present() {
        let contract = &state.contract;
        let (Direction::Persists, Some(payload)) = (contract.direction, &state.payload) else {
            continue;
        };
        findings.checked(1);
        // One that names what is not there is another rule's.
        if state.migration != Migration::None {
            continue;
        }
        let Some((revision, judgement)) = stored(lifecycle, &contract.id)
            .find_map(|revision| Some((revision, unreadable(contract, payload, revision)?)))
        else {
            continue;
        };
        let id = &contract.id;
        let finding = findings
            .report(
                payload.span.or(contract.span),
                format!("{} -> {id}", revision.id),
                format!(
                    "`{id}` cannot read all that was stored as `{}`, and nothing migrates it",
                    revision.id
                ),
            )
            .label("its type")
            .help("write `impl From<…>` from the type before to this one, or name a `migration`");
        if let Some(span) = revision.span {
            finding.related(span, "what was stored");
        }
        finding.note(shortened(&judgement.detail));
        if let Some(witness) = &judgement.witness {
            finding.note(format!("for example `{}`", shortened(witness)));
        }
    }
}

/// What may be stored besides documents of the present form, the newest first: all of the version before, and what the
/// contract was before it was broken.
fn stored<'l>(lifecycle: &'l Lifecycle, id: &'l Id) -> impl Iterator<Item = &'l Revision> {
    let accepted = &lifecycle.declared.accepted;
    let own = accepted.of(id);
    let broken = own
        .iter()
        .rposition(|revision| !revision.acceptance.breaks.is_empty())
        .unwrap_or(0);
    let before = accepted
        .before(id)
        .map_or(&[][..], |before| accepted.of(before));
    own[..broken].iter().rev().chain(before.iter().rev())
}

/// Why documents of a revision cannot be read.
fn unreadable(contract: &Contract, payload: &Payload, revision: &Revision) -> Option<Change> {
    if revision.format != contract.format.0 {
        return Some(Change {
            verdict: Verdict::Breaks,
            rule: "representation_changed",
            path: payload.wire.name.clone(),
            witness: None,
            detail: format!(
                "it was written as {}, and is now {}",
                revision.format, contract.format.0
            ),
        });
    }
    let backward = compared(&revision.wire, &payload.wire, contract.format.1).backward;
    let mut changes = backward.changes.into_iter();
    changes.find(|change| change.verdict != Verdict::Ok)
}

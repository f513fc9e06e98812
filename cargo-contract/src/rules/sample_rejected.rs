//! `sample_rejected`: a golden document of a contract is not read or written any more.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::changes::shortened;
use crate::contracts::Contracts;
use crate::lifecycle::Payload;
use crate::samples::{SAMPLES, Sample};

/// A golden document of a contract is not read or written any more.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "sample_rejected",
        summary: "a golden document of a contract is not read or written any more",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Holds each document in `contracts/samples/NAME/vVERSION/*.json` against the type of its contract. Which side counts follows from
the compatibility of the contract: where new readers must understand old documents, the type has to read it; where old readers
must understand new ones, all that stands in it has to be written still, in this form. What has come since may be missing.

### Why is this bad?

The documents were sent or stored once, and somebody holds them or waits for more like them.

### Example

```text
contracts/samples/orders.placed/v1/full.json: {"id": 1, "note": "abc"}

struct Placed { id: String } // was a number, and had a note
```

### Use instead

Keep what the samples show, or publish a new version beside this one. A sample that never was a document can be deleted.

### Limits

Nothing is run. What is behind a hand-written implementation is judged by what declares it (`wire`, `schema`), and otherwise not at all,
nor is the spelling of dates, versions and identifiers; both is counted. Samples are documents in JSON.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    findings.idle(format!("there are no samples under {SAMPLES}"));
    for sample in &lifecycle.declared.samples {
        findings.checked(1);
        match lifecycle.state(&sample.id) {
            Some(state) => {
                // What was removed is another rule's, and so is a type that is not there.
                if let Some(payload) = &state.payload {
                    of_contract(contracts, sample, payload, findings);
                }
            }
            None => {
                findings
                    .report(
                        sample.span(""),
                        sample.path.clone(),
                        format!(
                            "`{}` is a sample of `{}`, and there is no such contract",
                            sample.path, sample.id
                        ),
                    )
                    .help("declare it, or remove the file");
            }
        }
    }
}

fn of_contract(contracts: &Contracts, sample: &Sample, payload: &Payload, findings: &mut Findings) {
    let Some(rejections) = contracts.lifecycle.rejections.get(&sample.path) else {
        return;
    };
    for rejection in rejections {
        let pointer = match rejection.pointer.as_str() {
            "" => "the document",
            pointer => &format!("`{pointer}`"),
        };
        let finding = findings
            .report(
                sample.span(&rejection.pointer),
                format!("{} {} {}", sample.path, rejection.pointer, rejection.path),
                format!(
                    "{pointer} of a sample of `{}` {}: {}",
                    sample.id,
                    rejection.what,
                    shortened(&rejection.why)
                ),
            )
            .label(format!("at `{}`", rejection.path))
            .help("keep what samples show, or publish a new version beside this one");
        if let Some(span) = payload.span {
            finding.related(span, "the type of the contract");
        }
    }
}

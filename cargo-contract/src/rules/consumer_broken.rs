//! `consumer_broken`: a contract does not give a consumer what it reads.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use govern_diagnostics::Span;

use crate::contracts::Contracts;
use crate::lifecycle::consumers::{Consumer, Reads, Wanted};
use crate::lifecycle::kinds::{Kind, kinds};
use crate::lifecycle::lookup::{Presence, Written, variants, written};
use crate::lifecycle::{Payload, State};

/// A contract does not give a consumer what it reads.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "consumer_broken",
        summary: "a contract does not give a consumer what it reads",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds fields and variants that a consumer says it reads, in `contracts/consumers/*.toml`, and that the type of the contract does
not write: they are never written, not always although they are required, or they are of another kind.

### Why is this bad?

The consumer stops working with the next deployment, and nothing in this repository shows it.

### Example

```text
consumer = "billing"

[[reads]]
contract = "orders.placed@1"
required = { id = "integer", "customer.name" = "string" } # `customer` was removed
```

### Use instead

Keep what consumers read, or publish a new version beside this one, and let them move.

A path is of keys as they are written: `customer.name`, `items[].sku`, `$` for the document itself. What is `required` must be in
every document and never null, what is `optional` in some. The kinds are `any`, `bool`, `integer`, `number`, `string`, `list` and
`object`. `variants` lists names of variants: `variants = { state = ["open", "paid"] }`.

### Limits

Paths do not lead into the fields of variants that stand under the variant's name.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let lifecycle = &contracts.lifecycle;
    findings.idle("there are no consumers under contracts/consumers");
    for consumer in &lifecycle.declared.consumers {
        for reads in &consumer.reads {
            findings.checked(1);
            match lifecycle.state(&reads.contract) {
                Some(state) => of_contract(consumer, reads, state, findings),
                None => {
                    let id = &reads.contract;
                    findings
                        .report(
                            reads.span,
                            format!("{} {id}", consumer.name),
                            format!(
                                "`{}` reads `{id}`, and there is no such contract",
                                consumer.name
                            ),
                        )
                        .help("declare it, or correct what the consumer says");
                }
            }
        }
    }
}

fn of_contract(consumer: &Consumer, reads: &Reads, state: &State, findings: &mut Findings) {
    // What was removed is another rule's, and so is a type that is not there.
    let Some(payload) = &state.payload else {
        return;
    };
    let id = &reads.contract;
    let mut report = |span: Option<Span>, path: &str, what: String| {
        let finding = findings
            .report(
                span,
                format!("{} {id} {path}", consumer.name),
                format!("`{}` reads `{path}` of `{id}`, {what}", consumer.name),
            )
            .help("keep it, or publish a new version beside this one");
        if let Some(span) = payload.span {
            finding.related(span, "what is written");
        }
    };
    for wanted in &reads.fields {
        let found = written(&payload.wire, &wanted.path);
        if let Some(why) = problem(wanted, &found, payload) {
            report(wanted.span, &wanted.path, why);
        }
    }
    for wanted in &reads.variants {
        let found = written(&payload.wire, &wanted.path);
        let path = format!("{}: {}", wanted.path, wanted.name);
        match variants(&payload.wire, &found.shapes) {
            None => report(
                wanted.span,
                &path,
                "where no variants are written".to_owned(),
            ),
            Some(names) if !names.contains(&wanted.name.as_str()) => {
                report(
                    wanted.span,
                    &path,
                    "a variant that is never written".to_owned(),
                );
            }
            Some(_) => {}
        }
    }
}

/// What is wrong with a field, as the end of a sentence.
fn problem(wanted: &Wanted, found: &Written, payload: &Payload) -> Option<String> {
    if let Some(why) = &found.unknown {
        return Some(format!(
            "of which nobody knows whether it is written: {why}"
        ));
    }
    match found.presence {
        Presence::Never => return Some("which is never written".to_owned()),
        Presence::Sometimes if wanted.is_required => {
            return Some("which is not in every document".to_owned());
        }
        _ => {}
    }
    let kinds = match kinds(&payload.wire, found) {
        Ok(kinds) => kinds,
        Err(why) => {
            return (wanted.kind != Kind::Any)
                .then(|| format!("of which nobody knows what it is: {why}"));
        }
    };
    let other = kinds.into_iter().find(|&kind| {
        let may_be_null = kind == Kind::Null && !wanted.is_required;
        !may_be_null && !wanted.kind.takes(kind)
    })?;
    Some(format!(
        "and asks for {}: it may be {}",
        wanted.kind.as_str(),
        other.as_str()
    ))
}

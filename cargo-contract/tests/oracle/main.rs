//! Asks serde itself: versions of types are compiled with their derives, exchange real documents, and every verdict is
//! compared with what the tool says from source alone.
//!
//! `ORACLE_SHOW=1` prints every pair that disagrees, `ORACLE_ONLY=words` looks at families with these words in their name.

mod families;
mod generate;
mod random;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_contract::compat::{Verdict, compare};
use cargo_contract::diff::{formats, wire_of};
use families::Family;
use rayon::prelude::*;

/// A line of the oracle.
struct Truth {
    verdict: String,
    own_failures: usize,
    document: String,
    detail: String,
}

/// What a disagreement amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Agree,
    /// Lossy and breaks, or the other way round, where values run into each other.
    Garbage,
    /// `unknown` where serde has an answer.
    Unsure,
    /// Worse than the truth.
    FalseAlarm,
    /// Better than the truth: lossy where it breaks.
    Understated,
    /// `ok` where something breaks or is lost.
    WrongOk,
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the test may ask for more"
)]
fn verdicts_are_those_of_serde() {
    let mut families = families::all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/versions"));
    // Another seed may be tried: `ORACLE_SEED=7`.
    let seed = std::env::var("ORACLE_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(1);
    if std::env::var_os("ORACLE_RANDOM_ONLY").is_some() {
        families.clear();
    }
    families.push(random::family(seed, 24, &["json"]));
    families.push(random::family(seed, 12, &["postcard", "rmp"]));
    if let Ok(words) = std::env::var("ORACLE_ONLY") {
        families.retain(|family| family.name.contains(&words));
    }
    let truths = ask_serde(&families);
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let compared: Vec<_> = families
        .par_iter()
        .map(|family| compare_family(family, &truths))
        .collect();
    for (outcome, line) in compared.into_iter().flatten() {
        *counts.entry(outcome).or_default() += 1;
        if outcome != Outcome::Agree {
            wrong.push((outcome, line));
        }
    }
    let total: usize = counts.values().sum();
    println!("{total} verdicts: {counts:?}");
    if std::env::var_os("ORACLE_SHOW").is_some() {
        wrong.iter().for_each(|(_, line)| println!("{line}"));
    }
    let worst: Vec<&String> = wrong
        .iter()
        .filter(|(outcome, _)| *outcome >= Outcome::Understated)
        .map(|(_, line)| line)
        .collect();
    assert!(
        worst.is_empty(),
        "{} verdicts say less than is true, such as:\n{}",
        worst.len(),
        worst[0]
    );
    let share =
        |outcome: Outcome| 100.0 * *counts.get(&outcome).unwrap_or(&0) as f64 / total as f64;
    assert!(
        share(Outcome::FalseAlarm) < 1.0,
        "{} % false alarms",
        share(Outcome::FalseAlarm)
    );
    assert!(
        share(Outcome::Unsure) < 3.0,
        "{} % unknown",
        share(Outcome::Unsure)
    );
    assert!(
        share(Outcome::Garbage) < 1.0,
        "{} % other garbage",
        share(Outcome::Garbage)
    );
    assert!(total >= 300, "only {total} verdicts were compared");
}

fn compare_family(
    family: &Family,
    truths: &BTreeMap<[String; 4], Truth>,
) -> Vec<(Outcome, String)> {
    let mut outcomes = Vec::new();
    for format in &family.formats {
        let config = formats(format).expect("formats of families are those of the tool")[0];
        let wires: Vec<_> = family
            .versions
            .iter()
            .map(|version| {
                wire_of(&version.text, &family.root, config.is_readable())
                    .unwrap_or_else(|error| panic!("{}/{}: {error}", family.name, version.name))
            })
            .collect();
        for (place, (old, old_wire)) in family.versions.iter().zip(&wires).enumerate() {
            // Either order of two versions shows both directions: one is enough.
            for (new, new_wire) in family.versions.iter().zip(&wires).skip(place) {
                let key = |writer: &str, reader: &str| {
                    [
                        family.name.clone(),
                        format.clone(),
                        writer.to_owned(),
                        reader.to_owned(),
                    ]
                };
                let said = compare(old_wire, new_wire, config);
                let directions = [
                    (&said.backward, key(&old.name, &new.name), "backward"),
                    (&said.forward, key(&new.name, &old.name), "forward"),
                ];
                for (judgement, key, direction) in directions {
                    let truth = truths
                        .get(&key)
                        .unwrap_or_else(|| panic!("no truth for {key:?}"));
                    let outcome = outcome(
                        judgement.verdict,
                        truth,
                        old.name == new.name,
                        config.is_positional(),
                    );
                    if outcome == Outcome::Agree {
                        outcomes.push((outcome, String::new()));
                    } else {
                        let changes: Vec<String> = judgement
                            .changes
                            .iter()
                            .map(|c| {
                                format!(
                                    "\n    said {} {} at {}: {} {:?}",
                                    c.verdict.word(),
                                    c.rule,
                                    c.path,
                                    c.detail,
                                    c.witness
                                )
                            })
                            .collect();
                        outcomes.push((
                            outcome,
                            format!(
                                "{outcome:?} {}/{format} {} -> {} {direction}: serde {} ({} own) {} {}{}",
                                family.name, old.name, new.name, truth.verdict, truth.own_failures, truth.document, truth.detail,
                                changes.concat()
                            ),
                        ));
                    }
                }
            }
        }
    }
    outcomes
}

fn outcome(said: Verdict, truth: &Truth, unchanged: bool, positional: bool) -> Outcome {
    // What a version cannot read or write of its own is no matter of compatibility if it stays so.
    if truth.own_failures > 0
        && said == Verdict::Ok
        && (unchanged || truth.detail.ends_with("(own too)"))
    {
        return Outcome::Agree;
    }
    // A new version that cannot write some of its values breaks, whatever becomes of the others.
    if said == Verdict::Breaks && truth.detail.ends_with("(some cannot be written)") {
        return Outcome::Agree;
    }
    match (said, truth.verdict.as_str()) {
        (Verdict::Ok, "ok") | (Verdict::Lossy, "lossy") | (Verdict::Breaks, "breaks") => {
            Outcome::Agree
        }
        (Verdict::Ok | Verdict::Breaks, "unwritable") => Outcome::Agree,
        (Verdict::Unknown, _) => Outcome::Unsure,
        (Verdict::Ok, _) => Outcome::WrongOk,
        // Which garbage happens to be read without an error is a matter of the samples.
        (Verdict::Lossy, "breaks") | (Verdict::Breaks, "lossy") if positional => Outcome::Garbage,
        (Verdict::Lossy, "breaks") => Outcome::Understated,
        _ => Outcome::FalseAlarm,
    }
}

/// Builds and runs the crate; its lines by family, format, writer and reader.
#[expect(
    clippy::disallowed_methods,
    reason = "the oracle is another program, built with cargo"
)]
fn ask_serde(families: &[Family]) -> BTreeMap<[String; 4], Truth> {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("contract-oracle");
    std::fs::create_dir_all(root.join("src")).expect("the temporary folder can be written");
    write_if_changed(&root.join("Cargo.toml"), include_str!("manifest.toml"));
    write_if_changed(&root.join("src/support.rs"), include_str!("support.rs"));
    write_if_changed(
        &root.join("src/known_types.rs"),
        include_str!("known_types.rs"),
    );
    write_if_changed(&root.join("src/main.rs"), &generate::main_file(families));
    write_if_changed(&root.join("Cargo.lock"), include_str!("manifest.lock"));
    let cargo = env!("CARGO");
    let run = |offline: &[&str]| {
        Command::new(cargo)
            .args(["run", "--quiet", "--locked"])
            .args(offline)
            .current_dir(&root)
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo can be started")
    };
    let mut output = run(&["--offline"]);
    if !output.status.success() {
        output = run(&[]);
    }
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("the oracle writes text");
    text.lines()
        .map(|line| {
            let parts: Vec<&str> = line.split('\t').collect();
            let [
                family,
                format,
                writer,
                reader,
                verdict,
                own,
                document,
                detail,
            ] = parts.as_slice()
            else {
                panic!("an odd line of the oracle: {line}");
            };
            let key = [family, format, writer, reader].map(|part| (*part).to_owned());
            let truth = Truth {
                verdict: (*verdict).to_owned(),
                own_failures: own.parse().expect("a number"),
                document: (*document).to_owned(),
                detail: (*detail).to_owned(),
            };
            (key, truth)
        })
        .collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the generated crate is written where cargo lets tests write"
)]
fn write_if_changed(path: &Path, text: &str) {
    if std::fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    std::fs::write(path, text).expect("the temporary folder can be written");
}

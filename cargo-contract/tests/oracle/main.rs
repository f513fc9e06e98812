//! Asks serde itself: versions of types are compiled with their derives, exchange real documents, and every verdict is
//! compared with what the tool says from source alone.
//!
//! `ORACLE_SHOW=1` prints every pair that disagrees, `ORACLE_ONLY=words` looks at families with these words in their name,
//! `ORACLE_SCHEMAS_ONLY=1` asks nothing but whether schemas hold.

mod families;
mod generate;
mod random;
mod schemas;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cargo_contract::compat::{Change, Judgement, Verdict, compare};
use cargo_contract::diff::{formats, wire_of};
use families::Family;
use rayon::prelude::*;

/// How many programs the oracle is: as many as its manifest names.
const PARTS: usize = 4;

/// A line of the oracle.
struct Truth {
    verdict: String,
    own_failures: usize,
    document: String,
    detail: String,
}

/// What serde did with a witness.
struct Replay {
    /// `breaks`, `lossy` or `ok`.
    did: String,
    /// Whether the writer reads it and writes it again, or cannot read it itself.
    is_written: bool,
}

/// All lines of the oracle.
#[derive(Default)]
struct Truths {
    verdicts: BTreeMap<[String; 4], Truth>,
    replays: BTreeMap<[String; 5], Replay>,
    documents: Vec<Written>,
}

/// A JSON document that a version writes.
struct Written {
    family: String,
    writer: String,
    /// Whether each version of the family, in order, reads it.
    read: Vec<bool>,
    document: String,
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

/// AC: AC-CONTRACT-CMD-JUDGE
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the test may ask for more"
)]
fn verdicts_are_those_of_serde() {
    let mut families = families::all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/versions"));
    // Other seeds may be tried: `ORACLE_SEED=7 ORACLE_SEEDS=50`.
    let number = |name: &str| -> Option<u64> { std::env::var(name).ok()?.parse().ok() };
    let seed = number("ORACLE_SEED").unwrap_or(1);
    let seeds = number("ORACLE_SEEDS").unwrap_or(3);
    if std::env::var_os("ORACLE_RANDOM_ONLY").is_some() {
        families.clear();
    }
    for seed in seed..seed + seeds {
        families.push(random::family(seed, 16, &["json"]));
    }
    families.push(random::family(seed, 12, &["postcard", "rmp"]));
    if let Ok(words) = std::env::var("ORACLE_ONLY") {
        families.retain(|family| family.name.contains(&words));
    }
    if std::env::var_os("ORACLE_SCHEMAS_ONLY").is_some() {
        let documents = ask_serde(&families, &[]).documents;
        let told = schemas::hold(&families, &documents);
        return told.iter().for_each(|line| println!("{line}"));
    }
    let said: Vec<Said<'_>> = families.par_iter().flat_map_iter(say).collect();
    let truths = ask_serde(&families, &said);
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for said in &said {
        let (outcome, line) = judge(said, &truths);
        *counts.entry(outcome).or_default() += 1;
        if outcome != Outcome::Agree {
            wrong.push((outcome, line));
        }
    }
    let (held, idle, foreign) = witnesses_that_hold(&said, &truths);
    let total: usize = counts.values().sum();
    println!("{total} verdicts: {counts:?}");
    println!(
        "{held} witnesses do what is said of them, {} do not, {} are not sure to be written",
        idle.len(),
        foreign.len()
    );
    if std::env::var_os("ORACLE_SHOW").is_some() {
        idle.iter().for_each(|line| println!("Idle {line}"));
        foreign.iter().for_each(|line| println!("Foreign {line}"));
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
    assert!(
        idle.is_empty(),
        "{} witnesses show nothing, such as:\n{}",
        idle.len(),
        idle[0]
    );
    assert!(
        foreign.len() * 50 < held,
        "{} witnesses may not come from their writer, such as:\n{}",
        foreign.len(),
        foreign[0]
    );
    let told = schemas::hold(&families, &truths.documents);
    told.iter().for_each(|line| println!("{line}"));
}

/// What the tool says about one version reading another's documents.
struct Said<'f> {
    family: &'f Family,
    format: &'f str,
    writer: &'f str,
    reader: &'f str,
    direction: &'static str,
    judgement: Judgement,
    positional: bool,
}

impl Said<'_> {
    fn key(&self) -> [String; 4] {
        [&self.family.name, self.format, self.writer, self.reader].map(str::to_owned)
    }

    /// The witnesses that can be shown to serde; MessagePack's are written as JSON, which tells too little.
    fn witnesses(&self) -> impl Iterator<Item = (Verdict, &str)> {
        let replayed = !self.format.starts_with("rmp");
        let definite =
            |change: &&Change| matches!(change.verdict, Verdict::Breaks | Verdict::Lossy);
        let changes = self.judgement.changes.iter().filter(definite);
        changes
            .filter(move |_| replayed)
            .filter_map(|change| Some((change.verdict, change.witness.as_deref()?)))
    }
}

/// All that the tool says about a family.
fn say(family: &Family) -> Vec<Said<'_>> {
    let mut all = Vec::new();
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
                let said = compare(old_wire, new_wire, config);
                let mut add = |writer, reader, direction, judgement| {
                    all.push(Said {
                        family,
                        format,
                        writer,
                        reader,
                        direction,
                        judgement,
                        positional: config.is_positional(),
                    });
                };
                add(&old.name, &new.name, "backward", said.backward);
                add(&new.name, &old.name, "forward", said.forward);
            }
        }
    }
    all
}

/// What the tool said beside what serde did.
fn judge(said: &Said<'_>, truths: &Truths) -> (Outcome, String) {
    let key = said.key();
    let truth = truths
        .verdicts
        .get(&key)
        .unwrap_or_else(|| panic!("no truth for {key:?}"));
    let mut outcome = outcome(
        said.judgement.verdict,
        truth,
        said.writer == said.reader,
        said.positional,
    );
    // Samples of the oracle show less than a witness that serde confirms.
    if outcome == Outcome::FalseAlarm && truths.confirm(said, &key) {
        outcome = Outcome::Agree;
    }
    if outcome == Outcome::Agree {
        return (outcome, String::new());
    }
    let changes: Vec<String> = said
        .judgement
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
    let line = format!(
        "{outcome:?} {}/{} {} -> {} {}: serde {} ({} own) {} {}{}",
        said.family.name,
        said.format,
        said.writer,
        said.reader,
        said.direction,
        truth.verdict,
        truth.own_failures,
        truth.document,
        truth.detail,
        changes.concat()
    );
    (outcome, line)
}

impl Truths {
    /// What serde did with a witness.
    fn of_witness(&self, key: &[String; 4], witness: &str) -> &Replay {
        let [family, format, writer, reader] = key;
        let key = [family, format, writer, reader, witness].map(|part| part.to_owned());
        self.replays
            .get(&key)
            .unwrap_or_else(|| panic!("no answer to the witness {key:?}"))
    }

    /// Whether a witness of the verdict does what it is said to do, and comes from the writer.
    fn confirm(&self, said: &Said<'_>, key: &[String; 4]) -> bool {
        said.witnesses()
            .filter(|(verdict, _)| *verdict == said.judgement.verdict)
            .any(|(verdict, witness)| {
                let replay = self.of_witness(key, witness);
                replay.is_written && replay.did == verdict.word()
            })
    }
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

/// How many witnesses hold; which the reader neither refuses nor loses; and which the writer does not write again.
fn witnesses_that_hold(said: &[Said<'_>], truths: &Truths) -> (usize, Vec<String>, Vec<String>) {
    let (mut held, mut idle, mut foreign) = (0, Vec::new(), Vec::new());
    for said in said {
        let key = said.key();
        for (verdict, witness) in said.witnesses() {
            let replay = truths.of_witness(&key, witness);
            let line = || format!("{} {key:?} {witness}: {}", verdict.word(), replay.did);
            // What the oracle calls a loss is its own affair: a break must be one.
            let holds = replay.did == verdict.word()
                || (verdict == Verdict::Lossy && replay.did == "breaks");
            match (holds, verdict) {
                (true, _) => held += 1,
                (false, Verdict::Breaks) => idle.push(line()),
                (false, _) => {}
            }
            if holds && !replay.is_written {
                foreign.push(line());
            }
        }
    }
    (held, idle, foreign)
}

/// Builds and runs the crate; its lines by family, format, writer and reader.
#[expect(
    clippy::disallowed_methods,
    reason = "the oracle is another program, built with cargo"
)]
fn ask_serde(families: &[Family], said: &[Said<'_>]) -> Truths {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("contract-oracle");
    std::fs::create_dir_all(root.join("src")).expect("the temporary folder can be written");
    write_if_changed(&root.join("Cargo.toml"), include_str!("manifest.toml"));
    write_if_changed(&root.join("src/support.rs"), include_str!("support.rs"));
    write_if_changed(
        &root.join("src/known_types.rs"),
        include_str!("known_types.rs"),
    );
    for part in 0..PARTS {
        let own = families.iter().skip(part).step_by(PARTS);
        let text = generate::main_file(own);
        write_if_changed(&root.join(format!("src/part{part}.rs")), &text);
    }
    write_if_changed(&root.join("Cargo.lock"), include_str!("manifest.lock"));
    let mut witnesses = String::new();
    for said in said {
        for (_, witness) in said.witnesses() {
            let [family, format, writer, reader] = said.key();
            assert!(!witness.contains(['\t', '\n']), "a witness is one line");
            witnesses.push_str(&[family, format, writer, reader, witness.to_owned()].join("\t"));
            witnesses.push('\n');
        }
    }
    write_if_changed(&root.join("witnesses"), &witnesses);
    let build = |offline: &[&str]| {
        Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--locked"])
            .args(offline)
            .current_dir(&root)
            .env("CARGO_TARGET_DIR", root.join("target"))
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo can be started")
    };
    let mut output = build(&["--offline"]);
    if !output.status.success() {
        output = build(&[]);
    }
    let complain = |output: &Output| {
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    complain(&output);
    let text: String = (0..PARTS)
        .map(|part| {
            let output = Command::new(root.join(format!("target/debug/part{part}")))
                .current_dir(&root)
                .output()
                .expect("the oracle can be started");
            complain(&output);
            String::from_utf8(output.stdout).expect("the oracle writes text")
        })
        .collect();
    let mut truths = Truths::default();
    for line in text.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        match parts.as_slice() {
            ["document", family, writer, read, document] => truths.documents.push(Written {
                family: (*family).to_owned(),
                writer: (*writer).to_owned(),
                read: read.chars().map(|c| c == '1').collect(),
                document: (*document).to_owned(),
            }),
            [
                "witness",
                family,
                format,
                writer,
                reader,
                witness,
                did,
                written,
            ] => {
                let key = [family, format, writer, reader, witness].map(|part| (*part).to_owned());
                let replay = Replay {
                    did: (*did).to_owned(),
                    is_written: *written == "true",
                };
                truths.replays.insert(key, replay);
            }
            [
                family,
                format,
                writer,
                reader,
                verdict,
                own,
                document,
                detail,
            ] => {
                let key = [family, format, writer, reader].map(|part| (*part).to_owned());
                let truth = Truth {
                    verdict: (*verdict).to_owned(),
                    own_failures: own.parse().expect("a number"),
                    document: (*document).to_owned(),
                    detail: (*detail).to_owned(),
                };
                truths.verdicts.insert(key, truth);
            }
            _ => panic!("an odd line of the oracle: {line}"),
        }
    }
    truths
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

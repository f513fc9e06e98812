//! `cargo archcheck metrics`: coupling, instability, abstractness and distance of modules, crates and layers.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeMap, BTreeSet},
    fmt, io,
};

use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use serde::{Serialize, Serializer};

use crate::{
    commands::graph::{NO_LAYER, label},
    model::{
        architecture::{Architecture, Declares, ModuleRow, Reading},
        assembly::Assembly,
    },
};

/// The subcommand.
pub(crate) const COMMAND: Command = Command {
    name: "metrics",
    summary: "measure coupling, instability, abstractness and distance of modules, crates or layers",
    details: "Ca: modules outside that use it. Ce: modules outside that it uses. I = Ce / (Ca + Ce). A = traits / (traits, \
        structs, enums and unions). D = |A + I - 1|. Where a denominator is zero there is no value: `-`. A use counts towards \
        the module that declares what is used; the standard library and other external crates do not count.",
    args: &[
        ArgSpec::option("level", "LEVEL", "what is measured [default: module]")
            .choices(&["crate", "module", "layer"]),
        ArgSpec::option("format", "FORMAT", "how it is written [default: table]")
            .choices(&["table", "json"]),
        ArgSpec::option(
            "sort",
            "COLUMN",
            "what the largest comes first of [default: distance]",
        )
        .choices(&[
            "name",
            "ca",
            "ce",
            "instability",
            "abstractness",
            "distance",
        ]),
        ArgSpec::flag("tests", "count test code, too"),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (mut assembly, mistakes) = Assembly::load(session)?;
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let architecture = &mut assembly.architecture;
    architecture.policy.tests |= session.args().flag("tests");
    let level = session.args().value("level").unwrap_or("module");
    let mut rows = measured(architecture, level);
    sort(
        &mut rows,
        session.args().value("sort").unwrap_or("distance"),
    );
    match session.args().value("format") {
        Some("json") => {
            let document = Document {
                version: 1,
                level,
                rows: &rows,
            };
            serde_json::to_writer_pretty(&mut *out, &document).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        _ => table(&rows, out)?,
    }
    Ok(CommandOutcome::clean())
}

/// A fraction, exact and in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ratio {
    numerator: u64,
    denominator: u64,
}

impl Ratio {
    /// None if the denominator is zero: then there is nothing to compare.
    pub(crate) fn new(numerator: u64, denominator: u64) -> Option<Ratio> {
        let common = greatest_common_divisor(numerator, denominator);
        (denominator > 0).then(|| Ratio {
            numerator: numerator / common,
            denominator: denominator / common,
        })
    }

    /// In decimals beside the exact fraction, for people: `0.92 1801/1955`.
    fn with_decimals(self) -> String {
        if self.denominator == 1 {
            return self.to_string();
        }
        let (whole, half) = (
            u128::from(self.denominator),
            u128::from(self.denominator / 2),
        );
        let hundredths = (u128::from(self.numerator) * 100 + half) / whole;
        format!("{}.{:02} {self}", hundredths / 100, hundredths % 100)
    }

    /// |self + other - 1|
    fn distance(self, other: Ratio) -> Option<Ratio> {
        let whole = self.denominator * other.denominator;
        let sum = self.numerator * other.denominator + other.numerator * self.denominator;
        Ratio::new(sum.abs_diff(whole), whole)
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Ratio) -> Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Ratio) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denominator {
            1 => write!(f, "{}", self.numerator),
            _ => write!(f, "{}/{}", self.numerator, self.denominator),
        }
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    level: &'a str,
    rows: &'a [Row],
}

/// What was measured of one module, crate or layer.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    /// How many modules outside use it.
    ca: usize,
    /// How many modules outside it uses.
    ce: usize,
    traits: u32,
    types: u32,
    instability: Option<Ratio>,
    abstractness: Option<Ratio>,
    distance: Option<Ratio>,
}

/// What is counted for one of them.
#[derive(Default)]
struct Counts {
    selected: bool,
    users: BTreeSet<ModuleRow>,
    used: BTreeSet<ModuleRow>,
    declares: Declares,
}

fn measured(architecture: &Architecture, level: &str) -> Vec<Row> {
    let counted = |row: ModuleRow| {
        let module = architecture.module(row);
        architecture.counts(module.kind) && !module.excluded
    };
    let name = |row: ModuleRow| {
        let module = architecture.module(row);
        match (level, module.layer) {
            ("crate", _) => architecture.package(module.package).name.clone(),
            ("layer", Some(layer)) => architecture.policy.layer(layer).name.clone(),
            ("layer", None) => NO_LAYER.to_owned(),
            _ => label(architecture, row),
        }
    };
    let mut all: BTreeMap<String, Counts> = BTreeMap::new();
    for row in architecture.module_rows().filter(|&row| counted(row)) {
        let counts = all.entry(name(row)).or_default();
        counts.selected |= architecture.is_in_view(row);
        let declares = architecture.module(row).declares;
        counts.declares.traits += declares.traits;
        counts.declares.types += declares.types;
    }
    let edges = architecture.edges(Reading::Def, |place| architecture.counts(place.kind));
    for (from, to) in edges.into_keys() {
        let (user, used) = (name(from), name(to));
        if user == used || !counted(from) || !counted(to) {
            continue;
        }
        all.entry(user).or_default().used.insert(to);
        all.entry(used).or_default().users.insert(from);
    }
    let shown = all.into_iter().filter(|(_, counts)| counts.selected);
    shown.map(|(name, counts)| row(name, &counts)).collect()
}

fn row(name: String, counts: &Counts) -> Row {
    let (ca, ce) = (counts.users.len(), counts.used.len());
    let Declares { traits, types } = counts.declares;
    let instability = Ratio::new(ce as u64, (ca + ce) as u64);
    let abstractness = Ratio::new(u64::from(traits), u64::from(traits + types));
    let distance = instability
        .zip(abstractness)
        .and_then(|(instability, abstractness)| instability.distance(abstractness));
    Row {
        name,
        ca,
        ce,
        traits,
        types,
        instability,
        abstractness,
        distance,
    }
}

/// The largest first, what has no value last; by name among equals.
fn sort(rows: &mut [Row], column: &str) {
    match column {
        "name" => rows.sort_by(|a, b| a.name.cmp(&b.name)),
        "ca" => rows.sort_by_key(|row| Reverse(row.ca)),
        "ce" => rows.sort_by_key(|row| Reverse(row.ce)),
        "instability" => rows.sort_by_key(|row| Reverse(row.instability)),
        "abstractness" => rows.sort_by_key(|row| Reverse(row.abstractness)),
        _ => rows.sort_by_key(|row| Reverse(row.distance)),
    }
}

fn table(rows: &[Row], out: &mut dyn io::Write) -> io::Result<()> {
    let ratio = |ratio: Option<Ratio>| ratio.map_or("-".to_owned(), Ratio::with_decimals);
    let head = ["Ca", "Ce", "I", "A", "D"].map(str::to_owned);
    let lines = rows.iter().map(|row| {
        let columns = [
            row.ca.to_string(),
            row.ce.to_string(),
            ratio(row.instability),
            ratio(row.abstractness),
            ratio(row.distance),
        ];
        (columns, row.name.as_str())
    });
    let lines: Vec<([String; 5], &str)> = std::iter::once((head, "name")).chain(lines).collect();
    let width = |column: usize| lines.iter().map(|(cells, _)| cells[column].len()).max();
    let widths: Vec<usize> = (0..5).map(|column| width(column).unwrap_or(0)).collect();
    for (cells, name) in &lines {
        for (cell, width) in cells.iter().zip(&widths) {
            write!(out, "{cell:>width$}  ")?;
        }
        writeln!(out, "{name}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    //! AC: AC-ARCH-CMD-METRICS

    use proptest::prelude::*;

    use super::Ratio;
    use crate::fixture::{run, session_with};

    const CODE: &str = "
//- govern.toml
[archcheck]
order = [\"top\", \"low\"]
layers.top.modules = [\"x::a\", \"x::b\"]
layers.low.modules = [\"x::c\", \"y\"]
//- x: y
//- x/src/lib.rs
pub use c::T;
pub mod a { use crate::b::B; use crate::c::T; pub struct A; pub type Alias = A; #[cfg(test)] mod tests { pub struct Q; use y::Y; } }
pub mod b { use crate::T; use std::fs::File; pub struct B; pub enum E { One(B), Two } pub trait Go {} }
pub mod c { pub trait T { type Out; } fn f() { struct Inner; } pub mod empty {} }
//- y/src/lib.rs
pub struct Y;
";

    fn metrics(args: &[(&str, &str)]) -> String {
        run("metrics", &session_with(CODE, args.iter().copied()))
    }

    #[test]
    fn modules_are_measured_exactly() {
        let expected = "\
Ca  Ce         I         A         D  name
 3   0         0  0.50 1/2  0.50 1/2  x::c
 1   1  0.50 1/2  0.33 1/3  0.17 1/6  x::b
 0   2         1         0         0  x::a
 0   1         1         -         -  x
 0   0         -         -         -  x::c::empty
 0   0         -         0         -  y
";
        assert_eq!(metrics(&[]), expected);
    }

    #[test]
    fn what_is_inside_does_not_couple() {
        let layers = metrics(&[("level", "layer"), ("sort", "name")]);
        let expected = "\
Ca  Ce  I         A         D  name
 0   1  1         -         -  (no layer)
 3   0  0  0.33 1/3  0.67 2/3  low
 0   1  1  0.25 1/4  0.25 1/4  top
";
        assert_eq!(layers, expected);
        let crates = metrics(&[("level", "crate"), ("tests", ""), ("sort", "ca")]);
        let expected = "\
Ca  Ce  I         A         D  name
 1   0  0         0         1  y
 0   1  1  0.29 2/7  0.29 2/7  x
";
        assert_eq!(crates, expected);
    }

    #[test]
    fn json_has_fractions_as_they_are() {
        let json: serde_json::Value =
            serde_json::from_str(&metrics(&[("format", "json"), ("sort", "name")])).unwrap();
        let expected = serde_json::json!({
            "name": "x::b", "ca": 1, "ce": 1, "traits": 1, "types": 2,
            "instability": "1/2", "abstractness": "1/3", "distance": "1/6",
        });
        assert_eq!(json["rows"][2], expected);
        assert_eq!(json["rows"][0]["distance"], serde_json::Value::Null);
    }

    proptest! {
        #[test]
        fn fractions_agree_with_integers(a in 0u64..500, b in 1u64..500, c in 0u64..500, d in 1u64..500) {
            let (one, other) = (Ratio::new(a, b).unwrap(), Ratio::new(c, d).unwrap());
            prop_assert_eq!(one.cmp(&other), (a * d).cmp(&(c * b)));
            let distance = one.distance(other).unwrap();
            let sum = (a * d + c * b).abs_diff(b * d);
            prop_assert_eq!(distance, Ratio::new(sum, b * d).unwrap());
            prop_assert_eq!(Ratio::new(a * d, b * d), Some(one));
        }
    }

    #[test]
    fn decimals_are_rounded() {
        let shown = |numerator, denominator| {
            super::Ratio::new(numerator, denominator).map(super::Ratio::with_decimals)
        };
        assert_eq!(shown(1801, 1955).as_deref(), Some("0.92 1801/1955"));
        assert_eq!(shown(999, 1000).as_deref(), Some("1.00 999/1000"));
        assert_eq!(shown(1, 1000).as_deref(), Some("0.00 1/1000"));
        assert_eq!(shown(4, 2).as_deref(), Some("2"));
    }
}

//! What the written section says about itself, in comments.

use super::looked::Looked;
use super::proposal::comment;
use super::tried::{FEW, Tried, found};

/// How many places of one kind are named.
const EXAMPLES: usize = 3;

/// How many findings against the layering are listed.
const AGAINST: usize = 10;

/// The section, with what was counted, and another one that was not taken.
pub(super) fn section(
    chosen: &Tried,
    other: Option<&Tried>,
    problems: usize,
    partial: bool,
) -> String {
    let mut lines: Vec<String> = vec![chosen.proposal.title.clone(), counted(&chosen.looked)];
    if partial {
        lines.push(
            "Counted are only the packages that were selected; the layers are of all.".to_owned(),
        );
    }
    if chosen.proposal.preset.is_some() {
        lines.push("Who may use whom is what the preset says; tables `[archcheck.layers.<name>]` change it.".to_owned());
        let layers = chosen.looked.layers.iter();
        let layers = layers.map(|(name, (count, begins))| {
            format!("  {name}: {}: {}", modules(*count), some(begins))
        });
        lines.extend(layers);
    }
    lines.extend(against(&chosen.looked));
    if !chosen.looked.unclassified.is_empty() {
        lines.push(format!(
            "In no layer, and so free to use everything: {}.",
            some(&chosen.looked.unclassified)
        ));
    }
    match problems {
        0 => {}
        1 => lines.push("One file could not be read, and is not counted.".to_owned()),
        count => lines.push(format!(
            "{count} problems with files: what could not be read is not counted."
        )),
    }
    lines.extend(finds(&chosen.looked));
    let preset = chosen.proposal.preset.is_some();
    let about = |name: &str| {
        let (count, _) = chosen.looked.layers.get(name).filter(|_| !preset)?;
        Some(modules(*count))
    };
    let mut text = comment(lines);
    text.push_str(&chosen.proposal.text(about));
    text.push_str(&alternative(other));
    text
}

/// The section where there is nothing that could be a layer.
pub(super) fn no_layers(circle: &[String], other: Option<&Tried>) -> String {
    let why = "No layers were recognised by the names of modules and crates, and what uses what says none either, so only\n\
               cycles are looked for.";
    let how = "Declare layers:\n\
                 [archcheck.layers.domain]\n\
                 modules = [\"**::domain\"]        # or `crates`, `files`\n\
                 may-use = []                    # the layers it may use besides itself";
    let lines = [why].into_iter().chain(circle.iter().map(String::as_str));
    format!(
        "{}[archcheck]\n{}",
        comment(lines.chain([how])),
        alternative(other)
    )
}

/// What it is, in a line.
pub(super) fn summary(chosen: &Tried) -> String {
    let title = chosen
        .proposal
        .title
        .split(['.', ':'])
        .next()
        .unwrap_or_default();
    let mut letters = title.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    let looked = &chosen.looked;
    format!(
        "{}{}; {} of {} are in a layer",
        first.unwrap_or_default(),
        letters.as_str(),
        looked.classified,
        modules(looked.modules)
    )
}

/// How much is in a layer, and how much is against it.
pub(super) fn counted(looked: &Looked) -> String {
    let edges = match looked.crossings {
        1 => "one edge leads".to_owned(),
        count => format!("{count} edges lead"),
    };
    let against = match looked.against.len() {
        0 => "nothing is against it".to_owned(),
        1 => "one place is against it".to_owned(),
        count => format!("{count} places are against it"),
    };
    format!(
        "{} of {} are in a layer, {edges} from one to another, {against}.",
        looked.classified,
        modules(looked.modules)
    )
}

/// The findings against the layering, as a baseline would name them.
fn against(looked: &Looked) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    if !looked.against.is_empty() {
        lines.push("Against it:".to_owned());
    }
    lines.extend(
        looked
            .against
            .iter()
            .take(AGAINST)
            .map(|key| format!("  {key}")),
    );
    if looked.against.len() > AGAINST {
        lines.push(format!("  and {} more", looked.against.len() - AGAINST));
    }
    lines
}

/// What is found with it.
fn finds(looked: &Looked) -> Vec<String> {
    let found = found(&looked.findings, &looked.vacuous);
    if found.is_empty() {
        return vec!["`cargo archcheck` finds nothing with it today.".to_owned()];
    }
    let mut lines = vec![
        "What `cargo archcheck` finds with it today (`cargo archcheck baseline` accepts that, so that only new findings fail):"
            .to_owned(),
    ];
    lines.extend(found.into_iter().map(|line| format!("  {line}")));
    lines
}

/// What names say, where the code is not like that.
fn alternative(other: Option<&Tried>) -> String {
    let Some(other) = other else {
        return String::new();
    };
    let looked = &other.looked;
    let why = match looked.against.len() > FEW {
        true => "but the code is not like that (yet)",
        false => "but that says too little about the whole",
    };
    let title = other
        .proposal
        .title
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches(['.', ':']);
    let mut lines = vec![
        format!("Names say something else, {why}. {title}:"),
        counted(looked),
    ];
    lines.extend(against(looked));
    lines.push(String::new());
    lines.push(other.proposal.text(|_| None));
    format!("\n{}", comment(lines))
}

fn modules(count: usize) -> String {
    match count {
        1 => "one module".to_owned(),
        count => format!("{count} modules"),
    }
}

/// The first few names, and how many more there are.
fn some(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(EXAMPLES).map(String::as_str).collect();
    let more = match names.len().saturating_sub(EXAMPLES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", shown.join(", "))
}

//! Canaries of command lines: derives of clap that say something more than the published or accepted version.

use std::ops::Range;

use govern_diagnostics::Span;
use govern_facts::{Extent, Field};

use super::{NAME, Nest, replaced};
use crate::cli::CommandLines;
use crate::cli_tree::{Arg, Command, Takes};

const RULES: &[&str] = &[
    "cli_argument_changed",
    "cli_argument_reassigned",
    "cli_argument_removed",
    "cli_argument_required",
    "cli_command_removed",
    "cli_shape_unknown",
    "cli_value_removed",
];

pub(super) fn command_line(nest: &mut Nest<'_>) {
    let ground = nest.ground;
    let declared = ground.declared;
    let lines = CommandLines::read(
        ground.session,
        &declared.manifest.command_lines,
        &declared.accepted.lines,
        ground.published.map(|it| it.side),
    );
    let unchanged = lines.standings.iter().filter(|it| it.is_unchanged);
    for command in unchanged.filter_map(|it| it.command.as_ref()) {
        of_command(nest, &command.name, command);
    }
    nest.none(
        RULES,
        "no command line that is as it was has what could be changed so that the rule is asked",
    );
}

fn of_command(nest: &mut Nest<'_>, path: &str, command: &Command) {
    for arg in &command.args {
        of_arg(nest, path, arg);
    }
    for inside in &command.commands {
        let path = format!("{path} {}", inside.name);
        if nest.lacks("cli_command_removed") {
            let start = Range::from(inside.span.range).start;
            let what = format!("there is no command `{path}`");
            let skip = vec![(start..start, "#[command(skip)] ".to_owned())];
            change(nest, "cli_command_removed", &what, inside.span, &skip);
        }
        of_command(nest, &path, inside);
    }
}

fn of_arg(nest: &mut Nest<'_>, path: &str, arg: &Arg) {
    let Some(written) = Written::of(nest, arg.span) else {
        return;
    };
    let name = format!("{} of `{path}`", arg.title);
    let said =
        |attribute: &str| vec![(written.attributes.clone(), format!(" #[arg({attribute})] "))];
    let long = arg.spellings.iter().find_map(|it| it.strip_prefix("--"));
    let short = arg.spellings.iter().find_map(|it| it.strip_prefix('-'));
    // Another one takes its spelling, or its place.
    let another = match (long, short) {
        (Some(long), _) => format!("#[arg(long = \"{long}\")] {NAME}: Option<String>, "),
        (None, Some(short)) => format!("#[arg(short = '{short}')] {NAME}: Option<String>, "),
        (None, None) => format!("{NAME}: String, "),
    };
    let mut reassigned = vec![(written.start.clone(), another)];
    if long.is_some() {
        reassigned.extend(said(&format!("long = \"{NAME}\"")));
    }
    let required = format!("#[arg(long = \"{NAME}\")] {NAME}: String, ");
    let ty = match arg.takes {
        Takes::Nothing => " String",
        Takes::One | Takes::Many => " bool",
    };
    let mut changes = vec![
        (
            "cli_argument_reassigned",
            format!("{name} is another one"),
            reassigned,
        ),
        (
            "cli_argument_removed",
            format!("there is no {name}"),
            said("skip"),
        ),
        (
            "cli_argument_required",
            format!("`{path}` needs `--{NAME}`"),
            vec![(written.start.clone(), required)],
        ),
        (
            "cli_shape_unknown",
            format!("{name} requires `{NAME}`"),
            said(&format!("requires = \"{NAME}\"")),
        ),
    ];
    // What it takes is said by its type, unless an action says so.
    if !written.code.contains("action") {
        changes.push((
            "cli_argument_changed",
            format!("{name} is of the type{ty}"),
            vec![(written.ty.clone(), ty.to_owned())],
        ));
    }
    if arg.takes != Takes::Nothing {
        changes.push((
            "cli_value_removed",
            format!("{name} takes only `{NAME}`"),
            said(&format!("value_parser = [\"{NAME}\"]")),
        ));
    }
    for (rule, what, places) in changes {
        if nest.lacks(rule) {
            change(nest, rule, &what, arg.span, &places);
        }
    }
}

fn change(
    nest: &mut Nest<'_>,
    rule: &'static str,
    what: &str,
    at: Span,
    places: &[(Range<usize>, String)],
) {
    if let Some((path, text)) = nest.text(at.file) {
        nest.write(rule, what, path, replaced(&text, places));
    }
}

/// The field of an argument as it is written.
struct Written {
    code: String,
    /// Where it begins, with its attributes.
    start: Range<usize>,
    /// Behind those: what is said there counts more.
    attributes: Range<usize>,
    ty: Range<usize>,
}

impl Written {
    /// None if conditions decide about what is said.
    fn of(nest: &Nest<'_>, name: Span) -> Option<Written> {
        let workspace = nest.ground.session.workspace();
        let facts = workspace.facts(name.file)?;
        let is_it = |field: &&Field| field.name_extent.range() == name.range;
        let field = facts.fields.iter().find(is_it)?;
        let mut attrs = facts.attrs_of(field.attrs);
        if attrs.any(|attr| attr.cfg.is_some()) || field.cfg.is_some() {
            return None;
        }
        let text = workspace.text(name.file).ok()?;
        let Extent { start, end } = field.extent;
        let (start, end) = (start as usize, end as usize);
        let behind = facts.attrs_of(field.attrs).map(|it| it.extent.end as usize);
        let behind = behind.max().unwrap_or(start);
        let named = field.name_extent.end as usize;
        let colon = named + text.get(named..end)?.find(':')? + 1;
        Some(Written {
            code: text.get(start..end)?.to_owned(),
            start: start..start,
            attributes: behind..behind,
            ty: colon..end,
        })
    }
}

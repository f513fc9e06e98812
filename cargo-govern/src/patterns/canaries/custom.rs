//! Canaries of `[[patterns.rule]]`: code that the pattern matches, made from its text.

use govern_facts::{Edition, Extent, Pattern, PatternKind, Source};
use govern_gate::Canaries;

use super::{NAME, Nest};
use crate::role::Role;
use crate::settings::{Condition, CustomRule, Is};

/// Adds one for each package that the rule looks at.
pub(super) fn fill(nest: &Nest<'_>, canaries: &mut Canaries, rule: &CustomRule) {
    let role = match rule.roles.as_slice() {
        roles if roles.contains(&Role::Production) => Role::Production,
        roles => roles.first().copied().unwrap_or(Role::Production),
    };
    let Some(code) = code(rule) else {
        let why = format!("no code could be made that `{}` matches", rule.text);
        canaries.none("custom_pattern", why);
        return;
    };
    for (_, file) in nest.places(&rule.reach, role) {
        let of = Some(format!("{}: ", rule.name));
        canaries
            .made
            .push(nest.canary("custom_pattern", of, file, &code));
    }
}

/// Code that the rule's first pattern matches; none if it is not known how that could look.
fn code(rule: &CustomRule) -> Option<String> {
    let pattern = rule.patterns.first()?;
    let filled = filled(&rule.text, &rule.conditions)?;
    let innermost = match pattern.kind() {
        PatternKind::Item => filled,
        PatternKind::Attribute => format!("{filled}\nfn {NAME}() {{}}"),
        PatternKind::Type => format!("fn {NAME}(_: {filled}) {{}}"),
        PatternKind::Expression => format!("{filled};"),
        PatternKind::Statement => format!("{filled};"),
        PatternKind::Pattern => format!("let {filled} = canary;"),
    };
    let is_code = matches!(
        pattern.kind(),
        PatternKind::Expression | PatternKind::Statement | PatternKind::Pattern
    );
    let around = rule.inside.first().map(|around| around.written());
    let code = match around {
        Some(around) => {
            let at = around.rfind("$$$")?;
            let (before, after) = (&around[..at], &around[at + 3..]);
            let before = self::filled(before, &[])?;
            let after = self::filled(after.trim_start_matches(is_word), &[])?;
            let code = format!("{before}{innermost}{after}");
            match rule.inside.first()?.kind() {
                PatternKind::Item => code,
                _ => format!("fn {NAME}() {{ {code}; }}"),
            }
        }
        None if is_code => format!("fn {NAME}() {{ {innermost} }}"),
        None => innermost,
    };
    // What nobody can see to be matched must not be taken for a rule that does not work.
    let whole = Extent::new(0, u32::try_from(code.len()).ok()?);
    let source = Source::new(&code, whole, Edition::E2024)?;
    let hits = |pattern: &Pattern| {
        let found = source.search(pattern, &|question| {
            let path = &pattern.paths()[question.row];
            path.segments.iter().eq(question.written)
        });
        !found.is_empty()
    };
    let excluded = rule.not_inside.iter().any(hits);
    (hits(pattern) && rule.inside.first().is_none_or(hits) && !excluded).then_some(code)
}

/// The text of a pattern with names instead of metavariables.
fn filled(text: &str, conditions: &[Condition]) -> Option<String> {
    let mut code = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        code.push_str(&rest[..at]);
        let dollars = rest[at..].len() - rest[at..].trim_start_matches('$').len();
        let name = rest[at + dollars..]
            .split(|it| !is_word(it))
            .next()
            .unwrap_or_default();
        rest = &rest[at + dollars + name.len()..];
        if dollars >= 3 {
            // It may stand for nothing, and then there is nothing to separate.
            match code.trim_end().strip_suffix(',') {
                Some(before) => code.truncate(before.len()),
                None => rest = rest.trim_start().strip_prefix(',').unwrap_or(rest),
            }
            continue;
        }
        let of_it: Vec<&Condition> = conditions
            .iter()
            .filter(|condition| condition.variable == name)
            .collect();
        code.push_str(&value(name, &of_it)?);
    }
    code.push_str(rest);
    Some(code)
}

/// What a metavariable could stand for.
fn value(name: &str, conditions: &[&Condition]) -> Option<String> {
    let wanted = conditions.iter().find(|condition| !condition.not);
    let value = match wanted.map(|condition| &condition.is) {
        None => "canary".to_owned(),
        Some(Is::Name(globs)) => example(globs.first()?.glob().glob())?,
        Some(Is::Path(globs)) => format!(
            "::{}",
            example(globs.first()?.glob().glob())?.replace('/', "::")
        ),
        Some(Is::Pattern(patterns)) => filled(patterns.first()?.written(), &[])?,
    };
    let fits = conditions.iter().all(|condition| {
        let holds = match &condition.is {
            Is::Name(globs) => globs.iter().any(|glob| glob.is_match(&value)),
            Is::Path(globs) => {
                let path = value.trim_start_matches("::").replace("::", "/");
                globs.iter().any(|glob| glob.is_match(&path))
            }
            Is::Pattern(_) => !condition.not,
        };
        holds != condition.not
    });
    (fits && !name.is_empty()).then_some(value)
}

/// A text that a glob matches, for simple ones.
fn example(glob: &str) -> Option<String> {
    let class = glob.starts_with("[0-9]");
    let text = glob.strip_prefix("[0-9]").unwrap_or(glob);
    let text = text.replace("**", "*");
    let text = if class {
        format!("7{}", text.replace('*', ""))
    } else {
        text.replace('*', "canary")
    };
    let is_plain = |it: char| is_word(it) || it == '/';
    text.chars().all(is_plain).then_some(text)
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

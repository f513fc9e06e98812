//! The grammar of a waiver in a comment: `// govern: allow(rule) reason="…" owner="…" expires="YYYY-MM-DD" count=2`.

use std::ops::Range;

use govern_diagnostics::{RuleInfo, Span};
use text_size::{TextRange, TextSize};

use super::{Count, Malformed, Reach, Waiver, Waivers};
use crate::{Catalogue, Date, catalogue::Lookup, config, suggest};

const KEYS: [&str; 4] = ["count", "expires", "owner", "reason"];

/// Reads the waivers of a comment that stands at `span`, covers `reach`, and is taken away by deleting `removal`. None of it is one
/// unless it begins with `govern:`.
pub(crate) fn from_comment(
    text: &str,
    span: Span,
    removal: Option<Span>,
    reach: &Reach,
    catalogue: &Catalogue,
) -> Waivers {
    let mut waivers = Waivers::default();
    let Some(start) = directive(text) else {
        return waivers;
    };
    let mut reader = Reader { text, at: start };
    match reader.waiver(catalogue) {
        Ok(parsed) => {
            waivers.elsewhere = parsed.elsewhere;
            waivers
                .waivers
                .extend(parsed.rules.into_iter().map(|rule| Waiver {
                    rule,
                    reach: reach.clone(),
                    reason: parsed.reason.clone(),
                    owner: parsed.owner.clone(),
                    expires: parsed.expires,
                    count: parsed.count,
                    span,
                    // Those of other programs would go with it.
                    removal: removal.filter(|_| parsed.elsewhere == 0),
                }));
        }
        Err(mistake) => {
            let offset = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
            let range = TextRange::new(
                offset(mistake.at.start),
                offset(mistake.at.end.max(mistake.at.start)),
            );
            let range = range.checked_add(span.range.start()).unwrap_or(span.range);
            let span = Span::new(span.file, range);
            waivers.malformed.push(Malformed {
                span,
                message: mistake.message,
                help: mistake.help,
            });
        }
    }
    waivers
}

/// Whether a comment begins with `govern:`; where that ends.
pub(super) fn directive(text: &str) -> Option<usize> {
    let signs = ["///", "//!", "//", "/**", "/*!", "/*", "#"]
        .into_iter()
        .find(|signs| text.starts_with(signs))?;
    let rest = text[signs.len()..].trim_start();
    rest.starts_with("govern:")
        .then(|| text.len() - rest.len() + "govern:".len())
}

/// What a waiver says.
struct Parsed {
    rules: Vec<RuleInfo>,
    elsewhere: usize,
    reason: String,
    owner: Option<String>,
    expires: Option<Date>,
    count: Count,
}

struct Mistake {
    at: Range<usize>,
    message: String,
    help: Option<String>,
}

impl Mistake {
    fn new(
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) -> Mistake {
        Mistake {
            at,
            message: message.into(),
            help: help.into(),
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn waiver(&mut self, catalogue: &Catalogue) -> Result<Parsed, Mistake> {
        if self.text.starts_with("///")
            || self.text.starts_with("//!")
            || self.text.starts_with("/**")
            || self.text.starts_with("/*!")
        {
            let help = "write it in a comment of its own: `// govern: allow(…)`".to_owned();
            return Err(Mistake::new(
                0..self.text.len(),
                "a waiver is no documentation",
                help,
            ));
        }
        let (word, at) = self.word();
        if word != "allow" {
            let help = "a waiver is `govern: allow(rule) reason=\"…\"`".to_owned();
            return Err(Mistake::new(
                at,
                format!("unknown directive `{word}`"),
                help,
            ));
        }
        let (rules, elsewhere) = self.rules(catalogue)?;
        let mut parsed = Parsed {
            rules,
            elsewhere,
            reason: String::new(),
            owner: None,
            expires: None,
            count: Count::Exactly(1),
        };
        let mut seen: Vec<&str> = Vec::new();
        loop {
            self.skip_blanks();
            if self.is_at_end() {
                break;
            }
            let (key, at) = self.word();
            if !KEYS.contains(&key) {
                let written = if key.is_empty() { self.rest() } else { key };
                return Err(Mistake::new(
                    at,
                    format!("unknown key `{written}` of a waiver"),
                    suggest::help_for(key, &KEYS),
                ));
            }
            if seen.contains(&key) {
                return Err(Mistake::new(at, format!("`{key}` is given twice"), None));
            }
            seen.push(key);
            self.skip_blanks();
            if !self.eat('=') {
                return Err(Mistake::new(
                    at,
                    format!("`{key}` has no value"),
                    format!("write `{key}=\"…\"`"),
                ));
            }
            let (value, at) = self.value(key)?;
            match key {
                "reason" if value.trim().is_empty() => return Err(no_reason(at)),
                "reason" => parsed.reason = value,
                "owner" => parsed.owner = Some(value),
                "expires" => {
                    parsed.expires = Some(expiry(&value).ok_or_else(|| no_date(at, &value))?)
                }
                _ => parsed.count = count(&value).ok_or_else(|| no_count(at, &value))?,
            }
        }
        if parsed.reason.is_empty() {
            return Err(no_reason(0..self.text.len()));
        }
        Ok(parsed)
    }

    fn rules(&mut self, catalogue: &Catalogue) -> Result<(Vec<RuleInfo>, usize), Mistake> {
        self.skip_blanks();
        let start = self.at;
        let help = || "name the rules: `allow(layer_violation)`".to_owned();
        let inside = self
            .rest()
            .strip_prefix('(')
            .and_then(|rest| rest.find(')').map(|end| &rest[..end]));
        let Some(inside) = inside else {
            return Err(Mistake::new(
                start..self.text.len(),
                "a waiver names no rule",
                help(),
            ));
        };
        let mut at = start + 1;
        self.at = at + inside.len() + 1;
        let (mut rules, mut elsewhere) = (Vec::new(), 0);
        for name in inside.split(',') {
            let blanks = name.len() - name.trim_start().len();
            let range = at + blanks..at + blanks + name.trim().len();
            at += name.len() + 1;
            match waivable(name.trim(), catalogue) {
                Ok(Some(info)) => rules.push(info),
                Ok(None) => elsewhere += 1,
                Err((message, help)) => return Err(Mistake::new(range, message, help)),
            }
        }
        Ok((rules, elsewhere))
    }

    /// A quoted text, or for numbers and dates a word.
    fn value(&mut self, key: &str) -> Result<(String, Range<usize>), Mistake> {
        self.skip_blanks();
        let start = self.at;
        if !self.eat('"') {
            let (word, at) = self.word();
            if word.is_empty() {
                return Err(Mistake::new(
                    at,
                    format!("`{key}` has no value"),
                    format!("write `{key}=\"…\"`"),
                ));
            }
            return Ok((word.to_owned(), at));
        }
        let mut value = String::new();
        let mut characters = self.rest().char_indices();
        while let Some((index, character)) = characters.next() {
            match character {
                '"' => {
                    self.at += index + 1;
                    return Ok((value, start..self.at));
                }
                '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
                _ => value.push(character),
            }
        }
        Err(Mistake::new(
            start..self.text.len(),
            format!("the value of `{key}` does not end"),
            "close it with `\"`".to_owned(),
        ))
    }

    fn word(&mut self) -> (&'t str, Range<usize>) {
        self.skip_blanks();
        let rest = self.rest();
        let length = rest
            .find(|it: char| !(it.is_alphanumeric() || it == '-' || it == '_'))
            .unwrap_or(rest.len());
        let start = self.at;
        self.at += length;
        (
            &rest[..length],
            start
                ..self
                    .at
                    .max(start + rest.chars().next().map_or(0, char::len_utf8)),
        )
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, character: char) -> bool {
        let eaten = self.rest().starts_with(character);
        if eaten {
            self.at += character.len_utf8();
        }
        eaten
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn is_at_end(&self) -> bool {
        let rest = self.rest();
        rest.is_empty() || (self.text.starts_with("/*") && rest.trim_end() == "*/")
    }
}

/// The rule that a waiver names; none if it is for another program.
pub(super) fn waivable(
    name: &str,
    catalogue: &Catalogue,
) -> Result<Option<RuleInfo>, (String, Option<String>)> {
    if name.is_empty() {
        return Err((
            "a waiver names no rule".to_owned(),
            Some("name it: `layer_violation`".to_owned()),
        ));
    }
    match catalogue.find(name) {
        Lookup::Rule(info) if info.gate == config::OWN_GATE => Err((
            format!("`{info}` cannot be waived"),
            Some(format!(
                "set its level in `[lints]`: `{}.{} = \"allow\"`",
                info.gate, info.name
            )),
        )),
        Lookup::Rule(info) => Ok(Some(info)),
        Lookup::Elsewhere => Ok(None),
        Lookup::Unknown(help) => Err((format!("unknown rule `{name}`"), help)),
    }
}

pub(super) fn expiry(text: &str) -> Option<Date> {
    Date::parse(text)
}

pub(super) fn count(text: &str) -> Option<Count> {
    match text {
        "any" => Some(Count::Any),
        _ => text
            .parse()
            .ok()
            .filter(|count| *count > 0)
            .map(Count::Exactly),
    }
}

fn no_reason(at: Range<usize>) -> Mistake {
    Mistake::new(
        at,
        "a waiver gives no reason",
        "say why: `reason=\"…\"`".to_owned(),
    )
}

fn no_date(at: Range<usize>, value: &str) -> Mistake {
    Mistake::new(
        at,
        format!("`{value}` is no day"),
        "write it as `YYYY-MM-DD`".to_owned(),
    )
}

fn no_count(at: Range<usize>, value: &str) -> Mistake {
    Mistake::new(
        at,
        format!("`{value}` is no number of findings"),
        "write a number, or `any`".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use govern_diagnostics::FileId;

    use super::*;
    use crate::samples::Sample;

    static GATE: Sample = Sample::new("archcheck", &["dependency_cycle", "layer_violation"]);

    fn read(text: &str) -> Waivers {
        let range = TextRange::up_to(TextSize::of(text));
        let reach = Reach::Site {
            file: FileId(0),
            range,
        };
        from_comment(
            text,
            Span::new(FileId(0), range),
            None,
            &reach,
            &Catalogue::new(&[&GATE]),
        )
    }

    #[test]
    fn a_waiver_says_what_why_who_and_until_when() {
        let waivers = read(
            r#"// govern: allow(layer_violation, archcheck::dependency_cycle) reason="moves with \"v2\"" owner="@orders" expires="2027-01-31" count=2"#,
        );
        assert_eq!(waivers.malformed, []);
        let [first, second] = &waivers.waivers[..] else {
            panic!("{waivers:?}")
        };
        assert_eq!(
            (first.rule.name, second.rule.name),
            ("layer_violation", "dependency_cycle")
        );
        assert_eq!(first.reason, "moves with \"v2\"");
        assert_eq!(first.owner.as_deref(), Some("@orders"));
        assert_eq!(first.expires, Date::parse("2027-01-31"));
        assert_eq!(first.count, Count::Exactly(2));
    }

    #[test]
    fn any_comment_sign_will_do() {
        for text in [
            "# govern: allow(layer_violation) reason=\"x\"",
            "/* govern: allow(layer_violation) reason=\"x\" */",
            "//govern:allow( layer_violation )reason = \"x\"count=any",
        ] {
            let waivers = read(text);
            assert_eq!(
                (waivers.waivers.len(), waivers.malformed.len()),
                (1, 0),
                "{text}"
            );
        }
    }

    #[test]
    fn prose_is_no_waiver_and_other_gates_are_left_alone() {
        for text in [
            "// see govern: allow(layer_violation)",
            "// governs",
            "// TODO govern: allow(x)",
        ] {
            let waivers = read(text);
            assert!(
                waivers.waivers.is_empty() && waivers.malformed.is_empty(),
                "{text}"
            );
        }
        let waivers = read("// govern: allow(contract::field_removed) reason=\"x\"");
        assert_eq!(
            (
                waivers.waivers.len(),
                waivers.malformed.len(),
                waivers.elsewhere
            ),
            (0, 0, 1)
        );
    }

    #[test]
    fn what_cannot_be_understood_is_told_where_it_is() {
        for (text, at, message) in [
            (
                "// govern: allow(layer_violation)",
                "// govern: allow(layer_violation)",
                "a waiver gives no reason",
            ),
            (
                "// govern: allow(layer_violation) reason=\" \"",
                "\" \"",
                "a waiver gives no reason",
            ),
            (
                "// govern: allow(archcheck::layer_violatio) reason=\"x\"",
                "archcheck::layer_violatio",
                "unknown rule `archcheck::layer_violatio`",
            ),
            (
                "// govern: allow() reason=\"x\"",
                "",
                "a waiver names no rule",
            ),
            (
                "// govern: allow reason=\"x\"",
                "reason=\"x\"",
                "a waiver names no rule",
            ),
            (
                "// govern: ignore(x)",
                "ignore",
                "unknown directive `ignore`",
            ),
            ("// govern:", "", "unknown directive ``"),
            (
                "// govern: allow(waiver_unused) reason=\"x\"",
                "waiver_unused",
                "`govern::waiver_unused` cannot be waived",
            ),
            (
                "// govern: allow(layer_violation) reason=\"x",
                "\"x",
                "the value of `reason` does not end",
            ),
            (
                "// govern: allow(layer_violation) reason=\"x\" expires=\"2027-02-30\"",
                "\"2027-02-30\"",
                "`2027-02-30` is no day",
            ),
            (
                "// govern: allow(layer_violation) reason=\"x\" count=0",
                "0",
                "`0` is no number of findings",
            ),
            (
                "// govern: allow(layer_violation) reason=\"x\" expire=\"2027-01-01\"",
                "expire",
                "unknown key `expire` of a waiver",
            ),
            (
                "// govern: allow(layer_violation) reason=\"x\" reason=\"y\"",
                "reason",
                "`reason` is given twice",
            ),
            (
                "// govern: allow(layer_violation) reason=\"x\" — really",
                "—",
                "unknown key `— really` of a waiver",
            ),
            (
                "// govern: allow(layer_violation) reason",
                "reason",
                "`reason` has no value",
            ),
            (
                "/// govern: allow(layer_violation) reason=\"x\"",
                "/// govern: allow(layer_violation) reason=\"x\"",
                "a waiver is no documentation",
            ),
        ] {
            let waivers = read(text);
            assert!(waivers.waivers.is_empty(), "{text}");
            let [malformed] = &waivers.malformed[..] else {
                panic!("{text}: {waivers:?}")
            };
            assert_eq!(
                (&text[malformed.span.range], malformed.message.as_str()),
                (at, message),
                "{text}"
            );
        }
    }
}

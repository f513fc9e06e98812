//! `#[command(…)]`, `#[arg(…)]`, `#[value(…)]`, and `#[clap(…)]` for all of them, as facts have them.

use govern_facts::{CfgId, FileFacts, Meta, MetaValue, Run};

use crate::build::tokens;

/// What attributes say: keys with what follows them.
#[derive(Debug, Clone, Default)]
pub(super) struct Attrs {
    said: Vec<(String, Said)>,
}

/// What follows a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing.
    Word,
    /// A text.
    Text(String),
    /// Anything else, as written.
    Code(String),
}

impl Attrs {
    /// What these kinds of attributes say; `inactive` decides on conditions of `cfg_attr`.
    pub(super) fn read(
        facts: &FileFacts,
        attrs: Run,
        kinds: &[&str],
        inactive: &dyn Fn(CfgId) -> bool,
    ) -> Attrs {
        let mut said = Vec::new();
        for attr in facts.attrs_of(attrs) {
            if attr.cfg.is_some_and(inactive) {
                continue;
            }
            for kind in kinds {
                for meta in facts.attr_list(attr, kind).into_iter().flatten() {
                    said.push((facts.text(meta.path).to_owned(), value(facts, meta)));
                }
            }
        }
        Attrs { said }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The last that is said under a key.
    pub(super) fn get(&self, key: &str) -> Option<&Said> {
        let mut said = self.said.iter().rev();
        said.find(|(known, _)| known == key).map(|(_, said)| said)
    }

    /// All keys, with what follows them.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &Said)> {
        self.said.iter().map(|(key, said)| (key.as_str(), said))
    }

    /// The texts under several keys: `alias = "a"`, `aliases = ["a", "b"]`.
    ///
    /// # Errors
    ///
    /// What is written, if it is no literal.
    pub(super) fn texts(&self, keys: &[&str]) -> Result<Vec<String>, String> {
        let mut texts = Vec::new();
        for (_, said) in self
            .said
            .iter()
            .filter(|(key, _)| keys.contains(&key.as_str()))
        {
            match said {
                Said::Word => {}
                Said::Text(text) => texts.push(text.clone()),
                Said::Code(code) => texts.extend(literals(code).ok_or_else(|| code.clone())?),
            }
        }
        Ok(texts)
    }

    /// Whether a flag is set: `required = true`, or the word alone.
    pub(super) fn is_true(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            Said::Word => Some(true),
            Said::Code(code) if code == "true" => Some(true),
            Said::Code(code) if code == "false" => Some(false),
            _ => None,
        }
    }
}

impl Said {
    /// As it was written.
    pub(super) fn text(&self) -> String {
        match self {
            Said::Word => "yes".to_owned(),
            Said::Text(text) => format!("{text:?}"),
            Said::Code(code) => code.clone(),
        }
    }
}

fn value(facts: &FileFacts, meta: &Meta) -> Said {
    match meta.value {
        MetaValue::Word => Said::Word,
        MetaValue::Str(text) => Said::Text(facts.text(text).to_owned()),
        MetaValue::Expr(code) => Said::Code(plain(facts.text(code))),
        // `long("x")` is `long = "x"`.
        MetaValue::List(list) => match &facts.metas[list.rows()] {
            [only] if facts.text(only.path).is_empty() => value(facts, only),
            several => {
                let parts = several.iter().map(|it| value(facts, it).text());
                Said::Code(parts.collect::<Vec<_>>().join(", "))
            }
        },
    }
}

/// Code without its layout.
fn plain(code: &str) -> String {
    tokens(code).join(" ")
}

/// The literals of a list, or a single one.
pub(super) fn literals(code: &str) -> Option<Vec<String>> {
    let tokens = tokens(code);
    let mut texts = Vec::new();
    for token in &tokens {
        match token.as_str() {
            "[" | "]" | "&" | "," => {}
            literal => {
                let quote = literal.chars().next().filter(|c| matches!(c, '"' | '\''))?;
                let inside = literal.strip_prefix(quote)?.strip_suffix(quote)?;
                if inside.contains('\\') {
                    return None;
                }
                texts.push(inside.to_owned());
            }
        }
    }
    Some(texts)
}

#[cfg(test)]
mod tests {
    use super::literals;

    #[test]
    fn lists_of_literals_are_read() {
        let texts = |code| literals(code).map(|texts| texts.join(" "));
        assert_eq!(texts("[\"a\", \"b\"]").as_deref(), Some("a b"));
        assert_eq!(texts("&['x','y']").as_deref(), Some("x y"));
        assert_eq!(texts("names()"), None);
        assert_eq!(texts("\"a\\n\""), None);
    }
}

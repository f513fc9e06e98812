//! A layering that is proposed, and how it is written.

use std::fmt::Write as _;

use toml_edit::{Key, Value};

/// How long a line of the file may be before a list is broken into several.
const WIDTH: usize = 100;

/// A layering that is proposed.
#[derive(Debug, Clone, Default)]
pub(super) struct Proposal {
    /// What it is and what it was guessed from, for whoever reads the file.
    pub(super) title: String,
    /// The preset it starts from.
    pub(super) preset: Option<&'static str>,
    /// Whether everything must be in a layer.
    pub(super) closed: bool,
    /// Whether the layers are an `order`: each may use all behind it.
    pub(super) ordered: bool,
    /// The layers, from the outside to the inside.
    pub(super) layers: Vec<Proposed>,
}

/// A layer that is proposed.
#[derive(Debug, Clone, Default)]
pub(super) struct Proposed {
    pub(super) name: String,
    pub(super) crates: Vec<String>,
    pub(super) modules: Vec<String>,
    /// Only if the name does not say it.
    pub(super) role: Option<&'static str>,
    /// The layers it may use; not said in an order, and where the preset says it.
    pub(super) may_use: Option<Vec<String>>,
    pub(super) independent: bool,
    /// What else there is to say of it.
    pub(super) notes: Vec<String>,
}

impl Proposal {
    /// The section of the file. `about` says more of a layer, by its name.
    pub(super) fn text(&self, about: impl Fn(&str) -> Option<String>) -> String {
        let mut text = String::from("[archcheck]\n");
        if let Some(preset) = self.preset {
            text.push_str(&entry("preset", &quoted(preset)));
        }
        if self.closed {
            text.push_str(&entry("closed", "true"));
        }
        if self.ordered {
            let names = self.layers.iter().map(|layer| layer.name.clone());
            text.push_str(&entry("order", &list(&names.collect::<Vec<_>>())));
        }
        for layer in &self.layers {
            text.push('\n');
            let about = about(&layer.name);
            text.push_str(&comment(about.iter().chain(&layer.notes)));
            text.push_str(&layer.text());
        }
        text
    }
}

impl Proposed {
    fn text(&self) -> String {
        let mut text = format!("[archcheck.layers.{}]\n", Key::new(&self.name));
        for (key, texts) in [("crates", &self.crates), ("modules", &self.modules)] {
            if !texts.is_empty() {
                text.push_str(&entry(key, &list(texts)));
            }
        }
        if let Some(role) = self.role {
            text.push_str(&entry("role", &quoted(role)));
        }
        if let Some(names) = &self.may_use {
            text.push_str(&entry("may-use", &list(names)));
        }
        if self.independent {
            text.push_str(&entry("independent", "true"));
        }
        text
    }
}

/// Lines, each with the sign of a comment.
pub(super) fn comment<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> String {
    let mut text = String::new();
    for line in lines {
        for line in line.as_ref().trim_end().split('\n') {
            let line = format!("# {line}");
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

fn entry(key: &str, value: &str) -> String {
    format!("{key} = {value}\n")
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A list, on several lines if it is long.
fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    let line = format!("[{}]", texts.join(", "));
    if line.len() <= WIDTH {
        return line;
    }
    let mut lines = String::from("[");
    let mut width = WIDTH;
    for text in &texts {
        if width + text.len() >= WIDTH {
            lines.push_str("\n   ");
            width = 0;
        }
        _ = write!(lines, " {text},");
        width += text.len() + 2;
    }
    lines.push_str("\n]");
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn what_is_written_is_what_is_read() {
        let many: Vec<String> = (0..40).map(|number| format!("crate-{number}")).collect();
        let layer = Proposed {
            name: "größe".to_owned(),
            crates: many.clone(),
            modules: vec!["a::b".to_owned()],
            role: Some("none"),
            may_use: Some(Vec::new()),
            independent: true,
            notes: vec!["one\ntwo".to_owned()],
        };
        let proposal = Proposal {
            closed: true,
            layers: vec![layer],
            ..Proposal::default()
        };
        let text = proposal.text(|_| Some("zero".to_owned()));
        assert!(
            text.contains("\n# zero\n# one\n# two\n[archcheck.layers."),
            "{text}"
        );
        assert!(text.lines().all(|line| line.len() < 120), "{text}");
        let section = text.replace("[archcheck]\n", "").replace("archcheck.", "");
        let config: Config = toml::from_str(&section).unwrap();
        let (name, layer) = config.layers.first_key_value().unwrap();
        assert_eq!(name.get_ref(), "größe");
        let read: Vec<&String> = layer.crates.iter().map(toml::Spanned::get_ref).collect();
        assert_eq!(read, many.iter().collect::<Vec<_>>());
        assert_eq!(layer.may_use.as_ref().map(Vec::len), Some(0));
        assert!(layer.independent && config.closed == Some(true));
    }
}

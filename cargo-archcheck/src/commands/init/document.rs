//! Puts the section into the file: what else stands there stays as it is, byte for byte.

use govern_diagnostics::Diagnostic;
use govern_gate::Error;
use toml_edit::{DocumentMut, Item};

use crate::config::SECTION;

/// The text of the file with the section in it. An old one is an error unless it is to be `replace`d; `path` is that of the
/// file.
pub(super) fn with_section(
    old: Option<&str>,
    section: &str,
    replace: bool,
    path: &str,
) -> Result<String, Error> {
    let Some(old) = old.filter(|old| !old.trim().is_empty()) else {
        return Ok(section.to_owned());
    };
    let mut document: DocumentMut = old.parse().map_err(|error: toml_edit::TomlError| {
        let why = error.message().replace('\n', "; ");
        Diagnostic::config(format!("`{path}` cannot be read: {why}"))
    })?;
    let mut text = old.to_owned();
    if document.contains_key(SECTION) {
        if !replace {
            let exists = Diagnostic::config(format!(
                "there is a section `[{SECTION}]` in `{path}` already"
            ));
            let exists = exists
                .help("`cargo archcheck init --print` shows what would be written")
                .help("`cargo archcheck init --force` replaces the section, and leaves the others alone");
            return Err(exists.into());
        }
        text = without_section(&mut document, old);
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !text.trim().is_empty() {
        text.push('\n');
    }
    text.push_str(section);
    // As the file has it; what the library wrote anew, too.
    let windows = old.matches("\r\n").count() == old.matches('\n').count() && old.contains('\n');
    Ok(match windows {
        true => text.replace("\r\n", "\n").replace('\n', "\r\n"),
        false => text,
    })
}

/// The file without the section; comments that an empty line parts from it stay.
fn without_section(document: &mut DocumentMut, old: &str) -> String {
    let before = match document.get(SECTION) {
        Some(Item::Table(table)) => table.decor().prefix().and_then(|prefix| prefix.as_str()),
        _ => None,
    };
    let before = before.unwrap_or_default().replace("\r\n", "\n");
    let kept = before.rfind("\n\n").map_or("", |at| &before[..=at]);
    let first = old.replace("\r\n", "\n").starts_with(before.as_str()) && !before.trim().is_empty();
    document.remove(SECTION);
    let rest = document.to_string();
    match (first, kept.trim().is_empty()) {
        (_, true) => rest.trim_start_matches(['\r', '\n']).to_owned(),
        (true, false) => format!("{kept}{rest}"),
        (false, false) => format!("{rest}{kept}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mistake that keeps the section from being written.
    fn refused(old: &str, replace: bool) -> Diagnostic {
        match with_section(Some(old), NEW, replace, "govern.toml").unwrap_err() {
            Error::Diagnosed(mut mistakes) => mistakes.remove(0),
            error => panic!("{error}"),
        }
    }

    const NEW: &str = "# new\n[archcheck]\npreset = \"hexagonal\"\n";

    fn put(old: &str, replace: bool) -> String {
        let text = with_section(Some(old), NEW, replace, "govern.toml").unwrap();
        text.parse::<DocumentMut>().unwrap();
        text
    }

    #[test]
    fn what_stands_there_stays_byte_for_byte() {
        for old in [
            "# mine\n[lints]\n'a.b' = \"deny\"   # odd  \n\n\n[ac.ids]\nstory='X'",
            "[lints]\r\na = \"deny\"\r\n",
            "x.y = 1\n",
        ] {
            let text = put(old, false);
            assert!(text.starts_with(old), "{text}");
            assert_eq!(text.contains("\r\n[archcheck]\r\n"), old.contains('\r'));
        }
        assert_eq!(put("\n", false), NEW);
        assert_eq!(with_section(None, NEW, false, "x").unwrap(), NEW);
    }

    #[test]
    fn a_section_is_replaced_only_if_that_is_asked_for() {
        for old in [
            "# about the file\n\n# about layers\n[archcheck]\nclosed = true\n\n[lints]\na = \"deny\" # b\n",
            "# about the file\n\n[lints]\na = \"deny\" # b\n\n# about layers\n[archcheck.layers.x]\nmay-use = []\n",
            "archcheck = { closed = true }\n# about the file\n[lints]\na = \"deny\" # b\n[[ac.x]]\n",
            "# about the file\r\n\r\n[archcheck]\r\nclosed = true\r\n[lints]\r\na = \"deny\" # b\r\n",
        ] {
            let error = refused(old, false);
            assert_eq!(
                error.message,
                "there is a section `[archcheck]` in `govern.toml` already"
            );
            assert_eq!(error.help.len(), 2);
            let text = put(old, true);
            let lines = text.replace("\r\n", "\n");
            assert!(lines.ends_with(&format!("\n\n{NEW}")), "{text}");
            assert!(lines.contains("# about the file\n"), "{text}");
            assert!(lines.contains("[lints]\na = \"deny\" # b\n"), "{text}");
            assert!(
                !text.contains("closed") && !text.contains("layers"),
                "{text}"
            );
            assert_eq!(text.contains('\r'), old.contains('\r'));
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_touched() {
        let error = refused("[lints\n", true);
        assert!(
            error.message.starts_with("`govern.toml` cannot be read: "),
            "{}",
            error.message
        );
    }
}

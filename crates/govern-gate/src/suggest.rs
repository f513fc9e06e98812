//! "Did you mean …?"

/// The one of `known` that `written` is most likely a slip of; none if it is like none of them.
pub fn did_you_mean<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    let written = written.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&written, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        // On a tie the first: the order of the names decides, not chance.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, name)| name)
}

/// `a`, `b` and `c` in backticks, for help.
pub(crate) fn listed<'k>(names: impl IntoIterator<Item = &'k str>) -> String {
    names
        .into_iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The help that goes with an unknown name: the likeliest one, or all there are.
pub(crate) fn help_for(written: &str, known: &[&str]) -> Option<String> {
    match did_you_mean(written, known.iter().copied()) {
        Some(name) => Some(format!("did you mean `{name}`?")),
        None if known.is_empty() => None,
        None => Some(format!("there are {}", listed(known.iter().copied()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let known = ["layer_violation", "dependency_cycle", "todo_comment"];
        assert_eq!(
            did_you_mean("layer_violations", known),
            Some("layer_violation")
        );
        assert_eq!(
            did_you_mean("dependancy_cycle", known),
            Some("dependency_cycle")
        );
        assert_eq!(did_you_mean("Todo-Comment", known), Some("todo_comment"));
        assert_eq!(did_you_mean("unwrap", known), None);
        assert_eq!(
            help_for("unwrap", &known[..2]).unwrap(),
            "there are `layer_violation`, `dependency_cycle`"
        );
    }
}

//! How names in Rust become names on the command line.

/// A rule for names, `rename_all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Case {
    #[default]
    Kebab,
    Snake,
    ScreamingSnake,
    Camel,
    Pascal,
    Lower,
    Upper,
    Verbatim,
}

impl Case {
    /// The rule of a name, however that is spelled.
    pub(super) fn parse(name: &str) -> Option<Case> {
        let plain: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        Some(match plain.to_lowercase().as_str() {
            "kebab" | "kebabcase" => Case::Kebab,
            "snake" | "snakecase" => Case::Snake,
            "screamingsnake" | "screamingsnakecase" => Case::ScreamingSnake,
            "camel" | "camelcase" => Case::Camel,
            "pascal" | "pascalcase" => Case::Pascal,
            "lower" | "lowercase" => Case::Lower,
            "upper" | "uppercase" => Case::Upper,
            "verbatim" | "verbatimcase" => Case::Verbatim,
            _ => return None,
        })
    }

    /// The name on the command line.
    pub(super) fn apply(self, ident: &str) -> String {
        let ident = ident.trim_start_matches("r#");
        let words = || words(ident).into_iter();
        let lower = || words().map(|word| word.to_lowercase());
        let capital = |word: String| {
            let mut characters = word.chars();
            let first = characters.next().map(|c| c.to_uppercase().to_string());
            first.unwrap_or_default() + &characters.as_str().to_lowercase()
        };
        match self {
            Case::Verbatim => ident.to_owned(),
            Case::Kebab => lower().collect::<Vec<_>>().join("-"),
            Case::Snake => lower().collect::<Vec<_>>().join("_"),
            Case::ScreamingSnake => lower().collect::<Vec<_>>().join("_").to_uppercase(),
            Case::Lower => lower().collect(),
            Case::Upper => lower().collect::<String>().to_uppercase(),
            Case::Pascal => words().map(capital).collect(),
            Case::Camel => words()
                .enumerate()
                .map(|(place, word)| match place {
                    0 => word.to_lowercase(),
                    _ => capital(word),
                })
                .collect(),
        }
    }
}

/// The words of an identifier: at `_`, and where capitals begin or end.
fn words(ident: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in ident.split(|c: char| !c.is_alphanumeric()) {
        let characters: Vec<char> = part.chars().collect();
        let mut word = String::new();
        for (place, &character) in characters.iter().enumerate() {
            let before = place.checked_sub(1).and_then(|it| {
                // Digits belong to the letters in front of them.
                characters[..=it].iter().rev().find(|c| !c.is_numeric())
            });
            let next = characters.get(place + 1);
            let starts = character.is_uppercase()
                && before.is_some_and(|before| {
                    before.is_lowercase() || next.is_some_and(|next| next.is_lowercase())
                });
            if starts && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            word.push(character);
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::Case;

    #[test]
    fn names_are_those_of_clap() {
        for (ident, name) in [
            ("dry_run", "dry-run"),
            ("DryRun", "dry-run"),
            ("HTTPServer", "http-server"),
            ("r#type", "type"),
            ("_hidden", "hidden"),
            ("V2Orders", "v2-orders"),
            ("sha256", "sha256"),
        ] {
            assert_eq!(Case::Kebab.apply(ident), name);
        }
        assert_eq!(Case::Camel.apply("dry_run"), "dryRun");
        assert_eq!(Case::Pascal.apply("dry_run"), "DryRun");
        assert_eq!(Case::ScreamingSnake.apply("dryRun"), "DRY_RUN");
        assert_eq!(Case::Verbatim.apply("dry_Run"), "dry_Run");
        assert_eq!(
            Case::parse("SCREAMING_SNAKE_CASE"),
            Some(Case::ScreamingSnake)
        );
        assert_eq!(Case::parse("odd"), None);
    }
}

//! The renaming rules of `rename_all`, with the quirks that serde has.

/// A rule for names, as in `rename_all = "…"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenameRule {
    /// `lowercase`.
    Lower,
    /// `UPPERCASE`.
    Upper,
    /// `PascalCase`.
    Pascal,
    /// `camelCase`.
    Camel,
    /// `snake_case`.
    Snake,
    /// `SCREAMING_SNAKE_CASE`.
    ScreamingSnake,
    /// `kebab-case`.
    Kebab,
    /// `SCREAMING-KEBAB-CASE`.
    ScreamingKebab,
}

impl RenameRule {
    /// The rule with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            "PascalCase" => Self::Pascal,
            "camelCase" => Self::Camel,
            "snake_case" => Self::Snake,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "kebab-case" => Self::Kebab,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            _ => return None,
        })
    }

    /// The wire name of a field. Fields are taken to be in snake case, so two of the rules leave them alone.
    pub fn field(self, name: &str) -> String {
        match self {
            Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => pascal(name),
            Self::Camel => lower_first(&pascal(name)),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// The wire name of a variant. Variants are taken to be in Pascal case: each capital starts a word.
    pub fn variant(self, name: &str) -> String {
        match self {
            Self::Pascal => name.to_owned(),
            Self::Lower => name.to_ascii_lowercase(),
            Self::Upper => name.to_ascii_uppercase(),
            Self::Camel => lower_first(name),
            Self::Snake => snake(name),
            Self::ScreamingSnake => snake(name).to_ascii_uppercase(),
            Self::Kebab => snake(name).replace('_', "-"),
            Self::ScreamingKebab => snake(name).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn pascal(name: &str) -> String {
    let mut result = String::with_capacity(name.len());
    let mut start = true;
    for character in name.chars() {
        if character == '_' {
            start = true;
        } else {
            result.push(if start {
                character.to_ascii_uppercase()
            } else {
                character
            });
            start = false;
        }
    }
    result
}

fn snake(name: &str) -> String {
    let mut result = String::with_capacity(name.len() + 4);
    for (index, character) in name.char_indices() {
        if index > 0 && character.is_uppercase() {
            result.push('_');
        }
        result.push(character.to_ascii_lowercase());
    }
    result
}

fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    match characters.next() {
        Some(first) => first.to_ascii_lowercase().to_string() + characters.as_str(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::RenameRule::*;

    #[test]
    fn acronyms_split_letter_by_letter() {
        assert_eq!(Snake.variant("HTTPCall"), "h_t_t_p_call");
        assert_eq!(Camel.variant("HTTPCall"), "hTTPCall");
        assert_eq!(ScreamingKebab.variant("OAuth2Login"), "O-AUTH2-LOGIN");
    }

    #[test]
    fn two_rules_leave_fields_alone() {
        assert_eq!(Lower.field("order_ID"), "order_ID");
        assert_eq!(Snake.field("orderId"), "orderId");
        assert_eq!(Camel.field("order__id_"), "orderId");
        assert_eq!(Kebab.field("order_id"), "order-id");
    }
}

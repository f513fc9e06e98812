//! Texts as tokens: without layout and comments.

/// The tokens of a text, without comments: two texts that mean the same to the compiler, layout aside, are equal.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let places = token_places(text).into_iter();
    places.map(|(_, token)| token.to_owned()).collect()
}

/// The same, with where each begins.
pub(super) fn token_places(text: &str) -> Vec<(usize, &str)> {
    tokens_of(text).collect()
}

/// The same, one by one: who looks for the first of a kind need not read all.
pub(super) fn tokens_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let rest = &text[at..];
            let first = rest.chars().next().expect("the rest is not empty");
            let length = if first.is_whitespace() {
                at += first.len_utf8();
                continue;
            } else if rest.starts_with("//") {
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            } else if rest.starts_with("/*") {
                at += block_comment(rest);
                continue;
            } else if first.is_alphabetic() || first == '_' {
                match raw_string(rest) {
                    Some(length) => length,
                    None => rest
                        .find(|c: char| !c.is_alphanumeric() && c != '_')
                        .unwrap_or(rest.len()),
                }
            } else if first.is_ascii_digit() {
                number(rest)
            } else if first == '"' {
                string(rest)
            } else if first == '\'' {
                character(rest)
            } else if let Some(operator) =
                ["::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", ".."]
                    .iter()
                    .find(|operator| rest.starts_with(**operator))
            {
                operator.len()
            } else {
                first.len_utf8()
            };
            let token = (at, &rest[..length]);
            at += length;
            return Some(token);
        }
        None
    })
}

/// A text with its layout taken out.
pub(super) fn normalised(text: &str) -> String {
    tokens(text).join(" ")
}

pub(super) fn block_comment(rest: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    let bytes = rest.as_bytes();
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if bytes[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

pub(super) fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inner = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = inner.find(&end)?;
    Some(rest.len() - inner.len() + length + end.len())
}

pub(super) fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (index, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A character literal, or a lifetime.
pub(super) fn character(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some(_)) => rest[3..].find('\'').map_or(rest.len(), |end| end + 4),
        (Some(_), Some((end, '\''))) => end + 1,
        _ => {
            1 + rest[1..]
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len() - 1)
        }
    }
}

pub(super) fn number(rest: &str) -> usize {
    let mut end = 0;
    let mut dots = 0;
    for (index, character) in rest.char_indices() {
        let next = rest[index + character.len_utf8()..].chars().next();
        let fits = character.is_alphanumeric()
            || character == '_'
            || (character == '.'
                && dots == 0
                && next.is_some_and(|c| c.is_ascii_digit())
                && !rest.starts_with("0x"))
            || (matches!(character, '-' | '+') && rest[..index].ends_with(['e', 'E']) && dots == 1);
        if !fits {
            break;
        }
        dots += usize::from(character == '.');
        end = index + character.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{normalised, tokens};

    #[test]
    fn layout_and_comments_are_no_tokens() {
        assert_eq!(normalised("a /* b /* c */ */ +\n1 // d"), "a + 1");
        assert_eq!(
            tokens("'a' 'static \"x\\\"y\" r#\"q\"# 1.5e-3 1..2"),
            [
                "'a'",
                "'static",
                "\"x\\\"y\"",
                "r#\"q\"#",
                "1.5e-3",
                "1",
                "..",
                "2"
            ]
        );
    }
}

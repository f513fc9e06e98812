//! The words of an identifier.

/// The words of an identifier, in lower case: `authToken`, `AUTH_TOKEN` and `auth_token` have the same.
pub(crate) fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before_lower = false;
    for part in name.split('_') {
        let mut word = String::new();
        for c in part.chars() {
            if c.is_uppercase() && before_lower && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            before_lower = c.is_lowercase() || c.is_numeric();
            word.extend(c.to_lowercase());
        }
        before_lower = false;
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words_of;

    #[test]
    fn names_are_words() {
        assert_eq!(words_of("authToken2_X"), ["auth", "token2", "x"]);
        assert_eq!(words_of("API_KEY"), ["api", "key"]);
        assert_eq!(words_of("__a"), ["a"]);
    }
}

//! Commands as a shell reads them.

/// A command in one line.
pub(crate) fn quoted(words: &[String]) -> String {
    let words = words.iter().map(|word| quote(word));
    words.collect::<Vec<_>>().join(" ")
}

fn quote(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:@%+,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_shell_reads_the_same_words() {
        let words = ["cargo", "test(=a) + 'b'", "", "-p", "$x"].map(str::to_owned);
        assert_eq!(quoted(&words), "cargo 'test(=a) + '\\''b'\\''' '' -p '$x'");
    }
}

//! Files of an edition, written as the parser knows them: it reads `proto2` and `proto3` only.

/// Editions that are understood.
const KNOWN: [&str; 2] = ["2023", "2024"];

/// A text that the parser reads, and where its parts were.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) text: String,
    /// `2023`; none if the file has a syntax.
    pub(super) edition: Option<String>,
    /// Where characters stand that are not in the file.
    inserted: Vec<usize>,
}

impl Prepared {
    /// Where something of the text is in the file.
    pub(super) fn original(&self, offset: usize) -> usize {
        offset - self.inserted.partition_point(|it| *it < offset)
    }

    /// Adds what stands in the place of `length` bytes of the file.
    fn replace(&mut self, length: usize, by: &str) {
        self.text.push_str(by);
        for _ in by.len()..length {
            self.text.push(' ');
        }
        let end = self.text.len();
        self.inserted
            .extend((length..by.len()).map(|row| end - (by.len() - row)));
    }
}

/// Writes a file of an edition as one of `proto3`, which has fields without labels, too. What an edition has beside that is
/// named otherwise: the option `default` is `DEFAULT`, and names that are reserved are texts.
///
/// # Errors
///
/// Where it names an edition that is not known, and what is wrong.
pub(super) fn prepare(text: &str) -> Result<Prepared, (std::ops::Range<usize>, String)> {
    let mut prepared = Prepared {
        text: String::with_capacity(text.len() + 16),
        edition: None,
        inserted: Vec::new(),
    };
    let tokens = tokens(text);
    let word = |row: usize| tokens.get(row).map_or("", |it| &text[it.clone()]);
    if word(0) != "edition" || word(1) != "=" {
        prepared.text.push_str(text);
        return Ok(prepared);
    }
    let named = word(2).trim_matches(['"', '\'']);
    if !KNOWN.contains(&named) {
        let place = tokens.get(2).cloned().unwrap_or(0..text.len());
        let known = KNOWN.join("` and `");
        return Err((
            place,
            format!("the edition `{named}` is not known; `{known}` are"),
        ));
    }
    prepared.edition = Some(named.to_owned());
    let (mut at, mut row, mut reserved) = (0, 0, false);
    while let Some(token) = tokens.get(row) {
        prepared.text.push_str(&text[at..token.start]);
        let (own, before, next) = (
            word(row),
            row.checked_sub(1).map_or("", word),
            word(row + 1),
        );
        let starts = matches!(before, "" | "{" | "}" | ";");
        let mut end = token.end;
        reserved = match own {
            ";" => false,
            "reserved" if starts => true,
            _ => reserved,
        };
        let is_name = own.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_');
        if row == 0 {
            end = tokens[2].end;
            prepared.replace(end - token.start, "syntax=\"proto3\"");
            row += 2;
        } else if reserved && is_name && !matches!(own, "reserved" | "to" | "max") {
            prepared.inserted.push(prepared.text.len());
            prepared.text.push('"');
            prepared.text.push_str(own);
            prepared.inserted.push(prepared.text.len());
            prepared.text.push('"');
        } else {
            let by = match own {
                "default" if matches!(before, "[" | ",") && next == "=" => "DEFAULT",
                "export" | "local" if starts && matches!(next, "message" | "enum") => "",
                "option" if before == "import" => "weak",
                _ => own,
            };
            prepared.replace(own.len(), by);
        }
        at = end;
        row += 1;
    }
    prepared.text.push_str(&text[at..]);
    Ok(prepared)
}

/// Where words, texts and signs are; what is between them are blanks and comments.
fn tokens(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    let until = |from: usize, stop: &dyn Fn(u8) -> bool| -> usize {
        let rest = bytes[from..].iter();
        from + rest.take_while(|it| !stop(**it)).count()
    };
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        match (byte, bytes.get(at + 1)) {
            (b'/', Some(b'/')) => at = until(at, &|it| it == b'\n'),
            (b'/', Some(b'*')) => {
                at = text[at + 2..]
                    .find("*/")
                    .map_or(bytes.len(), |end| at + 2 + end + 2);
            }
            (b'"' | b'\'', _) => {
                at += 1;
                while at < bytes.len() && bytes[at] != byte && bytes[at] != b'\n' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at = (at + 1).min(bytes.len());
                tokens.push(start..at);
            }
            _ if byte.is_ascii_whitespace() => at += 1,
            _ if byte.is_ascii_alphanumeric() || byte == b'_' => {
                at = until(at, &|it| !it.is_ascii_alphanumeric() && it != b'_');
                tokens.push(start..at);
            }
            // A sign may be more than one byte.
            _ => {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
                tokens.push(start..at);
            }
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::prepare;

    #[test]
    fn a_file_of_an_edition_keeps_its_places() {
        let text = "// edition\nedition = \"2024\";\nexport message A {\n  reserved foo, bar; reserved 4 to max;\n  int32 x = 1 [default = 5];\n}\n";
        let prepared = prepare(text).unwrap();
        assert_eq!(
            prepared.text,
            "// edition\nsyntax=\"proto3\" ;\n       message A {\n  reserved \"foo\", \"bar\"; reserved 4 to max;\n  int32 x = 1 [DEFAULT = 5];\n}\n"
        );
        for word in ["message", "foo", "bar", "max", "x =", "5"] {
            let (here, there) = (prepared.text.find(word), text.find(word));
            assert_eq!(here.map(|it| prepared.original(it)), there, "{word}");
        }
        assert!(protox_parse::parse("a.proto", &prepared.text).is_ok());
    }

    #[test]
    fn what_has_a_syntax_is_as_it_was() {
        let text = "syntax = \"proto2\"; message edition { reserved \"a\"; }";
        assert_eq!(prepare(text).unwrap().text, text);
        for text in ["", "edition", "edition =", "edition = \"2023", "/*", "\"\\"] {
            drop(prepare(text));
        }
        let (place, why) = prepare("edition = \"2031\";").unwrap_err();
        assert_eq!((place, why.contains("`2031`")), (10..16, true));
        let tight = prepare("edition=\"2023\";message A {}").unwrap();
        assert_eq!(tight.original(tight.text.find('A').unwrap()), 23);
    }
}

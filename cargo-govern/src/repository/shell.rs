//! The commands of a shell script, as far as they are plain: enough to know which programs it runs, and whether it stops if one
//! fails. Nothing is expanded, and nothing is run.

use std::ops::Range;

/// A command of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Its words, without quotes, keywords before it, and variables that are set for it.
    pub words: Vec<String>,
    /// What stands behind it.
    pub then: Then,
    /// Whether it is a condition (`if`, `while`, `!`): what comes of it is looked at.
    pub asked: bool,
}

/// What stands behind a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Its end: a line end, `;`, a bracket.
    End,
    /// `&&`.
    And,
    /// `||`.
    Or,
    /// `|`.
    Pipe,
    /// `&`.
    Background,
}

/// Words that stand before commands and are none.
const KEYWORDS: [&str; 8] = ["then", "else", "do", "{", "(", "time", "exec", "sudo"];

/// Words behind which the command is a condition.
const CONDITIONS: [&str; 5] = ["if", "elif", "while", "until", "!"];

struct Reader<'t> {
    text: &'t str,
    at: usize,
    commands: Vec<Command>,
    words: Vec<(String, Range<usize>)>,
    /// The ends of texts that begin in the next line.
    here: Vec<String>,
}

/// The commands of a script, in their order.
pub fn commands(text: &str) -> Vec<Command> {
    let mut reader = Reader {
        text,
        at: 0,
        commands: Vec::new(),
        words: Vec::new(),
        here: Vec::new(),
    };
    reader.read();
    reader.commands
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(c) = self.peek() {
            match c {
                ' ' | '\t' | '\r' => self.at += 1,
                '\\' if self.rest().starts_with("\\\n") => self.at += 2,
                '\\' if self.rest().starts_with("\\\r\n") => self.at += 3,
                '#' => {
                    let length = self.rest().find('\n').unwrap_or(self.rest().len());
                    self.at += length;
                }
                '\n' => {
                    self.end(Then::End, 1);
                    self.skip_here();
                }
                ';' | '(' | ')' => self.end(Then::End, 1),
                '&' if self.rest().starts_with("&&") => self.end(Then::And, 2),
                '|' if self.rest().starts_with("||") => self.end(Then::Or, 2),
                '|' if self.rest().starts_with("|&") => self.end(Then::Pipe, 2),
                '|' => self.end(Then::Pipe, 1),
                // `&>file` and `2>&1` are words.
                '&' if !self.rest().starts_with("&>") => self.end(Then::Background, 1),
                _ => self.word(),
            }
        }
        self.end(Then::End, 0);
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn word(&mut self) {
        let start = self.at;
        let mut word = String::new();
        let mut quote = None;
        let mut depth = 0_usize;
        while let Some(c) = self.peek() {
            let next = self.rest()[c.len_utf8()..].chars().next();
            match (quote, c) {
                (None, '\\') | (Some('"'), '\\') => {
                    self.at += 1;
                    if let Some(escaped) = next {
                        self.at += escaped.len_utf8();
                        if escaped != '\n' {
                            word.push(escaped);
                        }
                    }
                    continue;
                }
                (None, '\'' | '"') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                // What is between `$(` and `)` is a word here, whatever it is.
                (_, '$') if next == Some('(') => {
                    depth += 1;
                    word.push_str("$(");
                    self.at += 1;
                }
                (_, '(') if depth > 0 => {
                    depth += 1;
                    word.push(c);
                }
                (_, ')') if depth > 0 => {
                    depth -= 1;
                    word.push(c);
                }
                (None, ' ' | '\t' | '\r' | '\n' | ';' | '(' | ')' | '|') if depth == 0 => break,
                (None, '&') if depth == 0 && !word.ends_with('>') && next != Some('>') => break,
                (_, c) => word.push(c),
            }
            self.at += c.len_utf8();
        }
        let before = self.words.last().map(|(word, _)| word.as_str());
        if matches!(before, Some("<<" | "<<-")) {
            self.here.push(word.clone());
        } else if let Some(name) = here_document(&word) {
            self.here.push(name);
        }
        self.words.push((word, start..self.at));
    }

    /// Skips what a command reads that stands in the script.
    fn skip_here(&mut self) {
        for name in std::mem::take(&mut self.here) {
            while self.at < self.text.len() {
                let length = self
                    .rest()
                    .find('\n')
                    .map_or(self.rest().len(), |at| at + 1);
                let is_end = self.rest()[..length].trim() == name;
                self.at += length;
                if is_end {
                    break;
                }
            }
        }
    }

    fn end(&mut self, then: Then, length: usize) {
        self.at += length;
        let mut words = std::mem::take(&mut self.words).into_iter().peekable();
        let mut asked = false;
        let mut settings = Vec::new();
        while let Some((word, _)) = words.peek() {
            if CONDITIONS.contains(&word.as_str()) {
                asked = true;
            } else if !KEYWORDS.contains(&word.as_str()) && !is_setting(word) {
                break;
            }
            settings.extend(words.next().filter(|(word, _)| is_setting(word)));
        }
        let mut words: Vec<(String, Range<usize>)> = words.collect();
        // Variables that are set for nothing are a command of their own.
        if words.is_empty() {
            words = settings;
        }
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return;
        };
        self.commands.push(Command {
            range: first.1.start..last.1.end,
            words: words.iter().map(|(word, _)| word.clone()).collect(),
            then,
            asked,
        });
    }
}

/// `NAME=value`.
fn is_setting(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// The end of what `<<END` brings, if that is what a word is.
fn here_document(word: &str) -> Option<String> {
    let name = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = name.strip_prefix("<<")?;
    let name = name.strip_prefix('-').unwrap_or(name);
    (!name.is_empty() && !name.starts_with('<')).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Then)> {
        let commands = commands(text).into_iter();
        commands.map(|it| (it.words.join(" "), it.then)).collect()
    }

    fn command(text: &str, then: Then) -> (String, Then) {
        (text.to_owned(), then)
    }

    #[test]
    fn commands_end_where_a_shell_ends_them() {
        assert_eq!(
            read(
                "set -e # on\nRUST_LOG=debug cargo test \\\n  --all && echo 'a; b' || true\ncargo doc | tee x &\n"
            ),
            [
                command("set -e", Then::End),
                command("cargo test --all", Then::And),
                command("echo a; b", Then::Or),
                command("true", Then::End),
                command("cargo doc", Then::Pipe),
                command("tee x", Then::Background),
            ]
        );
    }

    #[test]
    fn what_is_quoted_inserted_or_redirected_is_part_of_a_word() {
        assert_eq!(
            read("x \"$(a | b; c)\" 2>&1 &>log; y ${Z}"),
            [
                command("x $(a | b; c) 2>&1 &>log", Then::End),
                command("y ${Z}", Then::End)
            ]
        );
        assert_eq!(
            read("cat <<EOF\ncargo test\nEOF\ncat << 'X'\ncargo test\nX\nls"),
            [
                command("cat <<EOF", Then::End),
                command("cat << X", Then::End),
                command("ls", Then::End),
            ]
        );
    }

    #[test]
    fn what_only_sets_variables_is_a_command() {
        assert_eq!(
            read("A=1 b; status=$?"),
            [command("b", Then::End), command("status=$?", Then::End)]
        );
    }

    #[test]
    fn conditions_are_known() {
        let text = "if ! cargo fmt --check; then\n  echo no\nfi";
        let commands = commands(text);
        assert_eq!(&text[commands[0].range.clone()], "cargo fmt --check");
        assert!(commands[0].asked && !commands[1].asked);
        assert_eq!(commands[1].words, ["echo", "no"]);
    }

    #[test]
    fn nothing_of_it_panics() {
        for text in [
            "",
            "'",
            "\"$(",
            "\\",
            "a\\",
            "<<",
            "cat <<X\nno end",
            "é \\é",
            "((",
            "&",
            "$(",
        ] {
            commands(text);
        }
    }
}

//! Token trees, with the spaces between them, so that they can be written again as they were.

/// A token or a group of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tree {
    /// One token.
    Token {
        /// Its text.
        text: String,
        /// Whether white space stands in front.
        spaced: bool,
    },
    /// Brackets and what is inside.
    Group {
        /// The opening bracket.
        open: char,
        /// What is inside.
        inner: Vec<Tree>,
        /// Whether white space stands in front.
        spaced: bool,
    },
}

impl Tree {
    /// The token's text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Tree::Token { text, .. } => Some(text),
            Tree::Group { .. } => None,
        }
    }

    /// Whether it is this token.
    pub(super) fn is(&self, token: &str) -> bool {
        self.text() == Some(token)
    }

    /// Whether it is an identifier or keyword.
    pub(super) fn is_identifier(&self) -> bool {
        self.text().is_some_and(|text| {
            text.starts_with(|c: char| c.is_alphabetic() || c == '_') && !text.contains('"')
        })
    }

    /// Whether it is a group with this bracket.
    pub(super) fn is_group(&self, bracket: char) -> bool {
        matches!(self, Tree::Group { open, .. } if *open == bracket)
    }
}

/// The bracket that closes another.
pub(super) fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// The trees of a text; none if brackets do not match.
pub(super) fn trees(text: &str) -> Option<Vec<Tree>> {
    let mut stack: Vec<(char, bool, Vec<Tree>)> = Vec::new();
    let mut current = Vec::new();
    let mut at = 0;
    for token in crate::build::tokens(text) {
        // Tokens are slices of the text in order; what lies between is white space or comments.
        let start = at + text.get(at..)?.find(token.as_str())?;
        let spaced = start > at;
        at = start + token.len();
        let mut characters = token.chars();
        match (characters.next()?, characters.next()) {
            (open @ ('(' | '[' | '{'), None) => {
                stack.push((open, spaced, std::mem::take(&mut current)))
            }
            (close @ (')' | ']' | '}'), None) => {
                let (open, spaced, outer) = stack.pop()?;
                if closing(open) != close {
                    return None;
                }
                let inner = std::mem::replace(&mut current, outer);
                current.push(Tree::Group {
                    open,
                    inner,
                    spaced,
                });
            }
            _ => current.push(Tree::Token {
                text: token,
                spaced,
            }),
        }
    }
    stack.is_empty().then_some(current)
}

/// Writes trees as text.
pub(super) fn write(trees: &[Tree], out: &mut String) {
    for tree in trees {
        match tree {
            Tree::Token { text, spaced } => {
                if *spaced {
                    out.push(' ');
                }
                out.push_str(text);
            }
            Tree::Group {
                open,
                inner,
                spaced,
            } => {
                if *spaced {
                    out.push(' ');
                }
                out.push(*open);
                write(inner, out);
                out.push(closing(*open));
            }
        }
    }
}

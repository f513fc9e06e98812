//! A syntax tree as one flat array in preorder, made from the parser's events and dropped with its file.

use ra_ap_parser::{LexedStr, Step, SyntaxKind, TopEntryPoint};

use crate::{Edition, Extent, SyntaxError};

/// Deepest nesting of brackets that is parsed. The parser recurses, so deeper input is refused, not tried.
const MAX_DEPTH: usize = 512;
/// Longest run of prefix operators, assignments or `else if`s, for the same reason.
const MAX_CHAIN: u32 = 4096;

/// A node or token. Its children are the entries after it up to `next`, its next sibling is at `next`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) kind: SyntaxKind,
    /// Start of its first token that is no whitespace or comment.
    pub(crate) start: u32,
    /// End of its last token.
    pub(crate) end: u32,
    /// Index behind its subtree.
    pub(crate) next: u32,
}

/// The tree of one text, or of the arguments of one macro.
pub(crate) struct Tree<'t> {
    pub(crate) text: &'t str,
    pub(crate) lexed: LexedStr<'t>,
    pub(crate) nodes: Vec<Node>,
    /// What is added to offsets of this text to get offsets of the file.
    pub(crate) base: u32,
}

impl<'t> Tree<'t> {
    /// Parses `text`. The tree is whole even if there are errors.
    pub(crate) fn parse(
        text: &'t str,
        base: u32,
        entry: TopEntryPoint,
        edition: Edition,
    ) -> (Tree<'t>, Vec<SyntaxError>) {
        let edition = parser_edition(edition);
        let lexed = LexedStr::new(edition, text);
        let mut errors: Vec<SyntaxError> = lexed
            .errors()
            .map(|(token, message)| {
                let range = lexed.text_range(token);
                error(message, base, range.start as u32, range.end as u32)
            })
            .collect();
        if let Some(token) = too_deep(&lexed) {
            let range = lexed.text_range(token);
            errors.push(error(
                "nested too deeply to be analysed",
                base,
                range.start as u32,
                range.end as u32,
            ));
            return (
                Tree {
                    text,
                    lexed,
                    nodes: Vec::new(),
                    base,
                },
                errors,
            );
        }
        let output = entry.parse(&lexed.to_input(edition));
        let nodes = flatten(&lexed, output.iter(), base, &mut errors);
        (
            Tree {
                text,
                lexed,
                nodes,
                base,
            },
            errors,
        )
    }

    /// The text of a node, from its first to its last token.
    pub(crate) fn text_of(&self, index: usize) -> &'t str {
        let node = self.nodes[index];
        &self.text[node.start as usize..node.end as usize]
    }

    /// Where a node stands in the file.
    pub(crate) fn extent(&self, index: usize) -> Extent {
        let node = self.nodes[index];
        Extent::new(node.start + self.base, node.end + self.base)
    }

    pub(crate) fn kind(&self, index: usize) -> SyntaxKind {
        self.nodes[index].kind
    }

    /// Index behind the subtree of a node.
    pub(crate) fn after(&self, index: usize) -> usize {
        self.nodes[index].next as usize
    }

    /// The children of a node, tokens included.
    pub(crate) fn children(&self, index: usize) -> impl Iterator<Item = usize> + use<'_, 't> {
        let end = self.after(index);
        let mut at = index + 1;
        std::iter::from_fn(move || {
            let current = (at < end).then_some(at)?;
            at = self.after(current);
            Some(current)
        })
    }

    /// The first child of some kind.
    pub(crate) fn child(&self, index: usize, kind: SyntaxKind) -> Option<usize> {
        self.children(index).find(|&child| self.kind(child) == kind)
    }

    /// Whether an entry is a token.
    pub(crate) fn is_token(&self, index: usize) -> bool {
        is_token(self.kind(index))
    }

    /// The index, among all lexed tokens, of the one that starts at `offset` of this text.
    pub(crate) fn lexed_at(&self, offset: u32) -> usize {
        let (mut low, mut high) = (0, self.lexed.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.lexed.text_start(middle) < offset as usize {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }
}

pub(crate) fn is_token(kind: SyntaxKind) -> bool {
    (kind as u16) < SyntaxKind::ABI as u16
}

pub(crate) fn parser_edition(edition: Edition) -> ra_ap_parser::Edition {
    match edition {
        Edition::E2015 => ra_ap_parser::Edition::Edition2015,
        Edition::E2018 => ra_ap_parser::Edition::Edition2018,
        Edition::E2021 => ra_ap_parser::Edition::Edition2021,
        Edition::E2024 => ra_ap_parser::Edition::Edition2024,
    }
}

fn error(message: &str, base: u32, start: u32, end: u32) -> SyntaxError {
    let mut message = message.trim_end_matches('.').to_owned();
    if let Some(first) = message.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    SyntaxError {
        message,
        extent: Extent::new(start + base, end + base),
    }
}

/// The token at which brackets or chains become too deep for a recursive parser.
fn too_deep(lexed: &LexedStr<'_>) -> Option<usize> {
    use SyntaxKind::*;
    let mut depth = 0usize;
    let mut angles = 0usize;
    let mut chain = 0u32;
    let mut branches = [0u32; MAX_DEPTH + 2];
    for token in 0..lexed.len() {
        match lexed.kind(token) {
            L_PAREN | L_BRACK => depth += 1,
            L_CURLY => {
                depth += 1;
                (chain, angles) = (0, 0);
            }
            R_PAREN | R_BRACK => depth = depth.saturating_sub(1),
            R_CURLY => {
                branches[depth.min(MAX_DEPTH)] = 0;
                depth = depth.saturating_sub(1);
                (chain, angles) = (0, 0);
            }
            SEMICOLON => {
                branches[depth.min(MAX_DEPTH)] = 0;
                (chain, angles) = (0, 0);
            }
            COMMA => chain = 0,
            L_ANGLE => angles += 1,
            R_ANGLE => angles = angles.saturating_sub(1),
            ELSE_KW => branches[depth.min(MAX_DEPTH)] += 1,
            AMP | PIPE | BANG | MINUS | STAR | EQ | RETURN_KW | BREAK_KW | MOVE_KW | REF_KW
            | DYN_KW | IMPL_KW | FOR_KW | UNSAFE_KW | COLON2 | DOT => chain += 1,
            WHITESPACE | COMMENT => continue,
            _ => {}
        }
        if depth > MAX_DEPTH
            || angles > MAX_DEPTH
            || chain > MAX_CHAIN
            || branches[depth.min(MAX_DEPTH)] > MAX_CHAIN
        {
            return Some(token);
        }
    }
    None
}

fn flatten<'e>(
    lexed: &LexedStr<'_>,
    steps: impl Iterator<Item = Step<'e>>,
    base: u32,
    errors: &mut Vec<SyntaxError>,
) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity(lexed.len());
    let mut open: Vec<u32> = Vec::new();
    let mut at = skip_trivia(lexed, 0);
    let mut end = 0u32;
    for step in steps {
        match step {
            Step::Enter { kind } => {
                open.push(nodes.len() as u32);
                let start = lexed.text_start(at) as u32;
                nodes.push(Node {
                    kind,
                    start,
                    end: start,
                    next: 0,
                });
            }
            Step::Exit => close(&mut nodes, &mut open, end),
            Step::Token {
                kind,
                n_input_tokens,
            } => {
                let start = lexed.text_start(at) as u32;
                // The parts of a joined token stand side by side, so there is no trivia between them.
                let behind = at + n_input_tokens as usize;
                end = lexed.text_start(behind) as u32;
                push_token(&mut nodes, kind, start, end);
                at = skip_trivia(lexed, behind);
            }
            Step::FloatSplit { ends_in_dot } => {
                // `x.0.1`: the lexer sees the float `0.1`, the grammar two field names. No fact needs them apart.
                let start = lexed.text_start(at) as u32;
                end = lexed.text_start(at + 1) as u32;
                push_token(&mut nodes, SyntaxKind::FLOAT_NUMBER, start, end);
                close(&mut nodes, &mut open, end);
                if !ends_in_dot {
                    close(&mut nodes, &mut open, end);
                }
                at = skip_trivia(lexed, at + 1);
            }
            Step::Error { msg } => {
                let (start, stop) = if at < lexed.len() {
                    let range = lexed.text_range(at);
                    (range.start as u32, range.end as u32)
                } else {
                    (end, end)
                };
                errors.push(error(msg, base, start, stop));
            }
        }
    }
    nodes
}

fn push_token(nodes: &mut Vec<Node>, kind: SyntaxKind, start: u32, end: u32) {
    let next = nodes.len() as u32 + 1;
    nodes.push(Node {
        kind,
        start,
        end,
        next,
    });
}

fn close(nodes: &mut [Node], open: &mut Vec<u32>, end: u32) {
    let Some(index) = open.pop() else { return };
    let next = nodes.len() as u32;
    let node = &mut nodes[index as usize];
    node.end = end.max(node.start);
    node.next = next;
}

fn skip_trivia(lexed: &LexedStr<'_>, mut at: usize) -> usize {
    while at < lexed.len() && lexed.kind(at).is_trivia() {
        at += 1;
    }
    at
}

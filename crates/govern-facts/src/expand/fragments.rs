//! What the fragments of patterns take: `$x:expr`, `$t:ty`, …

use ra_ap_parser::PrefixEntryPoint;
use ra_ap_parser::{Step, SyntaxKind, SyntaxKind::*};

use super::input::{Input, closing_kind};
use crate::Edition;

/// A kind of fragment.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fragment {
    Ident,
    Lifetime,
    Literal,
    Tree,
    Visibility,
    Block,
    Parsed(Grammar),
}

/// What the parser is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Grammar {
    Type,
    Path,
    Expr,
    Stmt,
    Item,
    Meta,
    Pattern,
    PatternParam,
}

/// How many tokens the parser is shown at first; more only if that is not enough.
const WINDOW: usize = 64;

/// Punctuation of several tokens that is one tree, longest first.
const GLUED: &[&str] = &[
    "<<=", ">>=", "...", "..=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=",
    "*=", "/=", "%=", "^=", "&=", "|=", "<<", ">>", "..",
];

impl Fragment {
    /// The fragment of a name; none if there is no such.
    pub(super) fn new(name: &str, edition: Edition) -> Option<Fragment> {
        Some(match name {
            "ident" => Fragment::Ident,
            "lifetime" => Fragment::Lifetime,
            "literal" => Fragment::Literal,
            "tt" => Fragment::Tree,
            "vis" => Fragment::Visibility,
            "block" => Fragment::Block,
            "ty" => Fragment::Parsed(Grammar::Type),
            "path" => Fragment::Parsed(Grammar::Path),
            "expr" | "expr_2021" => Fragment::Parsed(Grammar::Expr),
            "stmt" => Fragment::Parsed(Grammar::Stmt),
            "item" => Fragment::Parsed(Grammar::Item),
            "meta" => Fragment::Parsed(Grammar::Meta),
            // Alternatives on top came with 2021.
            "pat" if edition >= Edition::E2021 => Fragment::Parsed(Grammar::Pattern),
            "pat" | "pat_param" => Fragment::Parsed(Grammar::PatternParam),
            _ => return None,
        })
    }

    /// The token behind the fragment at `at`, in brackets that close at `end`; none if there is no such fragment.
    pub(super) fn end(self, input: &Input<'_>, at: usize, end: usize) -> Option<usize> {
        let kind = |at: usize| if at < end { input.kind(at) } else { EOF };
        match self {
            Fragment::Ident => is_name(kind(at)).then_some(at + 1),
            Fragment::Lifetime => (kind(at) == LIFETIME_IDENT).then_some(at + 1),
            Fragment::Literal => {
                let number = at + usize::from(kind(at) == MINUS);
                let fits = kind(number).is_literal()
                    || number == at && matches!(kind(at), TRUE_KW | FALSE_KW);
                fits.then_some(number + 1)
            }
            Fragment::Tree => (at < end).then(|| tree(input, at)),
            Fragment::Visibility => {
                if kind(at) != PUB_KW {
                    return Some(at);
                }
                let restricted = kind(at + 1) == L_PAREN
                    && matches!(kind(at + 2), CRATE_KW | SELF_KW | SUPER_KW | IN_KW)
                    && (kind(at + 2) == IN_KW || kind(at + 3) == R_PAREN);
                Some(if restricted {
                    input.closing(at + 1) + 1
                } else {
                    at + 1
                })
            }
            Fragment::Block => (kind(at) == L_CURLY).then(|| input.closing(at) + 1),
            Fragment::Parsed(grammar) => parsed(grammar, input, at, end),
        }
    }
}

fn is_name(kind: SyntaxKind) -> bool {
    kind == IDENT || (kind.is_keyword(ra_ap_parser::Edition::Edition2024) && kind != UNDERSCORE)
}

/// The token behind a token tree.
fn tree(input: &Input<'_>, at: usize) -> usize {
    if closing_kind(input.kind(at)).is_some() {
        return input.closing(at) + 1;
    }
    let glued = GLUED.iter().find(|text| input.is_glued(at, text));
    at + glued.map_or(1, |text| text.len())
}

fn parsed(grammar: Grammar, input: &Input<'_>, at: usize, end: usize) -> Option<usize> {
    let entry = match grammar {
        Grammar::Type => PrefixEntryPoint::Ty,
        Grammar::Path => PrefixEntryPoint::Path,
        Grammar::Expr => PrefixEntryPoint::Expr,
        Grammar::Stmt => PrefixEntryPoint::Stmt,
        Grammar::Item => PrefixEntryPoint::Item,
        Grammar::Meta => PrefixEntryPoint::MetaItem,
        Grammar::Pattern => PrefixEntryPoint::PatTop,
        Grammar::PatternParam => PrefixEntryPoint::Pat,
    };
    let mut window = WINDOW;
    loop {
        let to = end.min(at + window);
        let output = entry.parse(&input.lexed.input(at, to));
        let mut taken = 0;
        let mut broken = false;
        for step in output.iter() {
            match step {
                Step::Token { n_input_tokens, .. } => taken += usize::from(n_input_tokens),
                Step::FloatSplit { .. } => taken += 1,
                Step::Error { .. } => broken = true,
                Step::Enter { .. } | Step::Exit => {}
            }
        }
        // What ends where the window ends may go on.
        if to < end && (broken || at + taken + 2 >= to) {
            window *= 8;
            continue;
        }
        return (!broken && taken > 0).then_some(at + taken);
    }
}

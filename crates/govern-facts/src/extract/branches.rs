//! Branches that a condition chooses among, as macros write them.

use ra_ap_parser::SyntaxKind::*;

use super::token_run::Tokens;

/// One branch of `cfg_if! { if #[cfg(a)] { … } else { … } }` or `cfg_select! { a => { … } _ => { … } }`.
pub(super) struct Branch<'a> {
    /// What is in its `cfg(…)`; none for the last resort.
    pub(super) predicate: Option<Tokens<'a>>,
    /// Its body without braces.
    pub(super) body: Tokens<'a>,
}

/// The branches in the arguments of a macro of this name, if they have exactly one of the forms known.
pub(super) fn branches<'a>(tokens: Tokens<'a>, name: &str) -> Option<Vec<Branch<'a>>> {
    match (name, tokens.kind(0)) {
        ("cfg_select" | "cfg_match" | "match_cfg", _) => arms(tokens),
        (_, IF_KW) if tokens.kind(1) == POUND => if_else(tokens),
        (_, POUND) if tokens.kind(1) == BANG => under_one(tokens),
        _ => None,
    }
}

/// `feature! { #![any(…)] items }`: all items under the condition that the inner attribute gives.
fn under_one(tokens: Tokens<'_>) -> Option<Vec<Branch<'_>>> {
    if tokens.kind(2) != L_BRACK {
        return None;
    }
    let close = tokens.closing(2);
    let predicate = tokens.slice(2, close + 1).inside()?;
    let predicate = match predicate.text(0) {
        "cfg" => predicate.slice(1, predicate.rows.len()).inside()?,
        "all" | "any" | "not" | "feature" => predicate,
        _ => return None,
    };
    let body = tokens.slice(close + 1, tokens.rows.len());
    Some(vec![Branch {
        predicate: Some(predicate),
        body,
    }])
}

fn if_else(tokens: Tokens<'_>) -> Option<Vec<Branch<'_>>> {
    let mut at = 0;
    let mut branches = Vec::new();
    loop {
        let predicate = if tokens.kind(at) == IF_KW {
            let (predicate, behind) = attribute(tokens, at + 1)?;
            at = behind;
            Some(predicate)
        } else if branches.is_empty() {
            return None;
        } else {
            None
        };
        if tokens.kind(at) != L_CURLY {
            return None;
        }
        let close = tokens.closing(at);
        branches.push(Branch {
            predicate,
            body: tokens.slice(at, close + 1).inside()?,
        });
        at = close + 1;
        match tokens.kind(at) {
            EOF => return Some(branches),
            ELSE_KW if predicate.is_some() => at += 1,
            _ => return None,
        }
    }
}

fn arms(tokens: Tokens<'_>) -> Option<Vec<Branch<'_>>> {
    let mut at = 0;
    let mut branches = Vec::new();
    while at < tokens.rows.len() {
        let predicate = if tokens.kind(at) == UNDERSCORE {
            at += 1;
            None
        } else if tokens.kind(at) == POUND {
            let (predicate, behind) = attribute(tokens, at)?;
            at = behind;
            Some(predicate)
        } else {
            let from = at;
            while at < tokens.rows.len() && !tokens.is_arrow(at) {
                at = if tokens.opens(at) {
                    tokens.closing(at) + 1
                } else {
                    at + 1
                };
            }
            Some(tokens.slice(from, at.min(tokens.rows.len())))
        };
        if !tokens.is_arrow(at) {
            return None;
        }
        at += 2;
        if tokens.kind(at) == L_CURLY {
            let close = tokens.closing(at);
            branches.push(Branch {
                predicate,
                body: tokens.slice(at, close + 1).inside()?,
            });
            at = close + 1;
        } else {
            let from = at;
            while !matches!(tokens.kind(at), COMMA | EOF) {
                at = if tokens.opens(at) {
                    tokens.closing(at) + 1
                } else {
                    at + 1
                };
            }
            let to = at.min(tokens.rows.len());
            branches.push(Branch {
                predicate,
                body: tokens.slice(from, to),
            });
        }
        if tokens.kind(at) == COMMA {
            at += 1;
        }
    }
    (!branches.is_empty()).then_some(branches)
}

/// What is in the `cfg(…)` of the attribute here, and the token behind the attribute.
fn attribute(tokens: Tokens<'_>, at: usize) -> Option<(Tokens<'_>, usize)> {
    if tokens.kind(at) != POUND || tokens.kind(at + 1) != L_BRACK {
        return None;
    }
    let close = tokens.closing(at + 1);
    let inside = tokens.slice(at + 1, close + 1).inside()?;
    if inside.text(0) != "cfg" {
        return None;
    }
    let predicate = inside.slice(1, inside.rows.len()).inside()?;
    Some((predicate, close + 1))
}

//! How deep a recursive parser goes on some tokens: an upper bound, found without recursion.
//!
//! Brackets are not all of it: `&&&x`, `a = b = c`, `|x| |y| z` and `if … else if …` recurse as well. Operators between
//! two operands, method chains and paths do not, however long they are.

use ra_ap_parser::SyntaxKind::{self, *};

use crate::token::Token;

/// Deepest nesting of brackets that is read. No person and no generator writes such a thing.
const MAX_BRACKETS: usize = 512;
/// Most that one expression, pattern or type may recurse otherwise, brackets around it included. The longest chains of
/// `else if` that generators write are shorter.
const MAX_COST: u32 = 8192;
/// What fits on a small stack.
const SMALL_COST: u32 = 128;

/// How deep a recursive parser goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nesting {
    /// A small stack will do.
    Shallow,
    /// A large stack is needed.
    Deep,
    /// Not to be tried; the token at which it becomes too deep.
    TooDeep(usize),
}

/// What is pending inside one pair of brackets.
#[derive(Debug, Clone, Copy)]
struct Frame {
    open: SyntaxKind,
    /// The cost right behind the opening bracket.
    base: u32,
    /// The cost now.
    cost: u32,
    /// How many `<` may still be open as generic arguments: a comma ends nothing then.
    angles: u32,
    /// Whether the parameters of a closure are open: likewise.
    params: bool,
}

pub(crate) fn nesting(tokens: &[Token]) -> Nesting {
    let mut frames = vec![Frame {
        open: EOF,
        base: 0,
        cost: 0,
        angles: 0,
        params: false,
    }];
    let mut deepest = 0;
    let mut before = EOF;
    let mut before_end = 0;
    // Whether the token before is a `<` that counts.
    let mut opened = false;
    // Whether the token before is an operator between operands, or its first half (`&&`).
    let mut binary = false;
    for (index, token) in tokens.iter().enumerate() {
        let joint = before_end == token.start && index > 0;
        let next = tokens.get(index + 1).map_or(EOF, |next| next.kind);
        let next_joint = tokens
            .get(index + 1)
            .is_some_and(|next| next.start == token.end);
        let shift = joint && before == L_ANGLE && !opened;
        let opens =
            token.kind == L_ANGLE && opens_generics(before, shift, next_joint && next == EQ);
        let tail = joint && binary && token.kind == before;
        let prefix = !tail && !is_operand_end(before);
        binary = !tail && !prefix && matches!(token.kind, AMP | PIPE | DOT);
        match token.kind {
            open @ (L_PAREN | L_BRACK | L_CURLY) => {
                if frames.len() > MAX_BRACKETS {
                    return Nesting::TooDeep(index);
                }
                let base = frames[frames.len() - 1].cost + 1;
                frames.push(Frame {
                    open,
                    base,
                    cost: base,
                    angles: 0,
                    params: false,
                });
            }
            close @ (R_PAREN | R_BRACK) => {
                let open = if close == R_PAREN { L_PAREN } else { L_BRACK };
                if frames[frames.len() - 1].open == open {
                    frames.pop();
                }
            }
            R_CURLY => {
                // A parser leaves all that was opened inside.
                let open = frames
                    .iter()
                    .rposition(|frame| frame.open == L_CURLY)
                    .unwrap_or(1);
                frames.truncate(open.max(1));
                if !continues_behind_block(next) {
                    reset(&mut frames);
                }
            }
            SEMICOLON => reset(&mut frames),
            COMMA => {
                let top = frames.len() - 1;
                let frame = &mut frames[top];
                if frame.angles == 0 && !frame.params {
                    frame.cost = frame.base;
                }
            }
            kind => {
                let top = frames.len() - 1;
                let frame = &mut frames[top];
                match kind {
                    L_ANGLE if opens => {
                        frame.angles += 1;
                        frame.cost += 1;
                    }
                    R_ANGLE if joint && before == MINUS => frame.cost += 1,
                    // The pattern and the guard of an arm are over.
                    R_ANGLE if joint && before == EQ => {
                        (frame.cost, frame.angles, frame.params) = (frame.base, 0, false);
                    }
                    R_ANGLE if frame.angles > 0 => {
                        frame.angles -= 1;
                        frame.cost -= 1;
                    }
                    PIPE if frame.params => (frame.params, binary) = (false, false),
                    PIPE if prefix => {
                        frame.params = !(next == PIPE && next_joint);
                        frame.cost += 1;
                    }
                    AMP | STAR | MINUS | BANG | DOT | QUESTION | TILDE if prefix => frame.cost += 1,
                    EQ if joint && matches!(before, EQ | BANG | L_ANGLE | R_ANGLE | DOT) => {}
                    EQ if next_joint && matches!(next, EQ | R_ANGLE) => {}
                    EQ => frame.cost += 1,
                    _ if recurses(kind) => frame.cost += 1,
                    _ => {}
                }
            }
        }
        let cost = frames[frames.len() - 1].cost;
        if cost > MAX_COST {
            return Nesting::TooDeep(index);
        }
        deepest = deepest.max(cost);
        (before, before_end, opened) = (token.kind, token.end, opens);
    }
    if deepest <= SMALL_COST {
        Nesting::Shallow
    } else {
        Nesting::Deep
    }
}

/// What was pending is over: a statement or item ends.
fn reset(frames: &mut [Frame]) {
    let top = frames.len() - 1;
    let frame = &mut frames[top];
    (frame.cost, frame.angles, frame.params) = (frame.base, 0, false);
}

/// Whether the token behind a block can belong to what the block is part of.
fn continues_behind_block(next: SyntaxKind) -> bool {
    !(matches!(next, IDENT | POUND | R_CURLY | EOF | LIFETIME_IDENT | ERROR)
        || (is_keyword(next) && !matches!(next, ELSE_KW | AS_KW)))
}

/// Whether a `<` can begin generic arguments: not behind a number or a closing bracket, nor as part of `<=` or of a shift
/// whose first half cannot either.
fn opens_generics(before: SyntaxKind, shift: bool, comparison: bool) -> bool {
    let literal = before as u16 >= BYTE as u16 && before as u16 <= STRING as u16;
    !(literal || shift || comparison || matches!(before, R_PAREN | R_BRACK))
}

fn is_keyword(kind: SyntaxKind) -> bool {
    kind as u16 >= SELF_TYPE_KW as u16 && (kind as u16) < BYTE as u16
}

/// Whether an expression, pattern or type can end with this token: what follows is no prefix then.
fn is_operand_end(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        IDENT
            | R_PAREN
            | R_BRACK
            | R_CURLY
            | QUESTION
            | SELF_KW
            | SELF_TYPE_KW
            | SUPER_KW
            | CRATE_KW
            | TRUE_KW
            | FALSE_KW
            | AWAIT_KW
            | UNDERSCORE
            | LIFETIME_IDENT
    ) || (kind as u16 >= BYTE as u16 && kind as u16 <= STRING as u16)
}

/// Whether the parser calls itself behind this keyword or sign.
fn recurses(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        AT | RETURN_KW
            | BREAK_KW
            | MOVE_KW
            | REF_KW
            | MUT_KW
            | DYN_KW
            | IMPL_KW
            | FOR_KW
            | IN_KW
            | UNSAFE_KW
            | ASYNC_KW
            | GEN_KW
            | YIELD_KW
            | BECOME_KW
            | DO_KW
            | BOX_KW
            | CONST_KW
            | STATIC_KW
            | LET_KW
            | IF_KW
            | ELSE_KW
            | MATCH_KW
            | WHILE_KW
            | LOOP_KW
            | FN_KW
            | EXTERN_KW
            | TRY_KW
            | WHERE_KW
            | AS_KW
    )
}

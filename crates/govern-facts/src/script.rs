//! What a build script prints: its `main`, followed as far as the environment that is asked for decides the way.
//!
//! Nobody runs it. What is understood are the texts of `println!`, `if` and `match` over variables of the environment, and
//! how they are compared; whatever else stands in a way may go either way.

mod value;

use ra_ap_parser::{SyntaxKind, SyntaxKind::*, TopEntryPoint};

use crate::literal::unquote;
use crate::nesting::Nesting;
use crate::token::Token;
use crate::tokens::Lexed;
use crate::tree::Tree;
use crate::{Edition, Extent};

/// How deep expressions may nest that are followed.
const DEEPEST: usize = 128;

/// What a build script is told by its environment.
pub trait Environment {
    /// Whether a variable is set; none if that is not known.
    fn is_set(&self, variable: &str) -> Option<bool>;
    /// Whether a variable has a value; none if that is not known.
    fn has_value(&self, variable: &str, value: &str) -> Option<bool>;
}

/// A text that a build script may print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The text, without what would have to be filled in.
    pub text: String,
    /// Where its literal stands.
    pub extent: Extent,
    /// Whether it is printed; none if that is not known.
    pub printed: Option<bool>,
}

/// The texts that the `main` of a build script prints by itself: not those that other functions print, nor those with gaps
/// to fill. Empty if it cannot be read.
pub fn printed(text: &str, edition: Edition, environment: &dyn Environment) -> Vec<Printed> {
    let (lexed, mut errors) = Lexed::new(text, edition);
    if lexed.nesting() != Nesting::Shallow {
        return Vec::new();
    }
    let end = lexed.tokens.len();
    let tree = Tree::parse(&lexed, 0, end, TopEntryPoint::SourceFile, &mut errors);
    let mut main = None;
    for item in tree.children(0).filter(|&item| tree.kind(item) == FN) {
        let name = tree.child(item, NAME).map(|name| tree.text_of(name));
        if name == Some("main") {
            main = tree.child(item, BLOCK_EXPR);
        }
    }
    // Who ends the process leaves from anywhere.
    let exits = |token: &Token| token.kind == IDENT && lexed.text_of(*token) == "exit";
    let Some(main) = main.filter(|_| errors.is_empty() && !lexed.tokens.iter().any(exits)) else {
        return Vec::new();
    };
    let mut follower = Follower {
        tree: &tree,
        environment,
        known: Vec::new(),
        printed: Vec::new(),
        depth: 0,
    };
    follower.block(main, Some(true));
    follower.printed
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    Bool(bool),
    /// `Ok` or `Some` of what the variable holds, if it is set.
    Lookup(String),
    /// What the variable holds.
    Content(String),
    Unknown,
}

impl Value {
    fn truth(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }
}

impl From<Option<bool>> for Value {
    fn from(truth: Option<bool>) -> Value {
        truth.map_or(Value::Unknown, Value::Bool)
    }
}

/// Whether a place is reached: none if that is not known.
type Reached = Option<bool>;

fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn either(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    not(both(not(one), not(other)))
}

fn not(truth: Option<bool>) -> Option<bool> {
    truth.map(|truth| !truth)
}

struct Follower<'t> {
    tree: &'t Tree<'t>,
    environment: &'t dyn Environment,
    /// Local variables, the innermost last.
    known: Vec<(&'t str, Value)>,
    printed: Vec<Printed>,
    depth: usize,
}

impl<'t> Follower<'t> {
    /// Follows a block; says whether what is behind it is reached.
    fn block(&mut self, block: usize, mut reached: Reached) -> Reached {
        let outer = self.known.len();
        let list = self.tree.child(block, STMT_LIST)?;
        let tree = self.tree;
        for statement in tree.children(list).filter(|&it| !tree.is_token(it)) {
            reached = self.statement(statement, reached);
        }
        self.known.truncate(outer);
        reached
    }

    fn statement(&mut self, node: usize, reached: Reached) -> Reached {
        // A condition of the script's own.
        let first = self.tree.tokens(node).first();
        if first.is_none_or(|token| token.kind != POUND) {
            return self.plain_statement(node, reached);
        }
        let known = self.known.len();
        self.plain_statement(node, both(reached, None));
        for (_, value) in &mut self.known[known..] {
            *value = Value::Unknown;
        }
        if self.may_leave(node) {
            both(reached, None)
        } else {
            reached
        }
    }

    fn plain_statement(&mut self, node: usize, reached: Reached) -> Reached {
        let tree = self.tree;
        match tree.kind(node) {
            EXPR_STMT => {
                let inner = tree.children(node).find(|&it| !tree.is_token(it));
                inner.map_or(reached, |inner| self.expression(inner, reached))
            }
            LET_STMT => {
                let expressions = tree
                    .children(node)
                    .filter(|&it| is_expression(tree.kind(it)));
                let value = expressions
                    .last()
                    .map_or(Value::Unknown, |it| self.value(it));
                let pattern = tree.children(node).find(|&it| is_pattern(tree.kind(it)))?;
                if let Some(otherwise) = tree.child(node, LET_ELSE) {
                    let holds = self.matches(pattern, value);
                    if let Some(block) = tree.child(otherwise, BLOCK_EXPR) {
                        self.block(block, both(reached, not(holds)));
                    }
                    return both(reached, holds);
                }
                self.bind(pattern, value);
                if self.may_leave(node) {
                    both(reached, None)
                } else {
                    reached
                }
            }
            kind if is_expression(kind) => self.expression(node, reached),
            // An item.
            _ => reached,
        }
    }

    /// Follows an expression for what it does; says whether what is behind it is reached.
    fn expression(&mut self, node: usize, reached: Reached) -> Reached {
        self.depth += 1;
        let behind = match self.tree.kind(node) {
            _ if self.depth > DEEPEST => None,
            BLOCK_EXPR if self.is_plain(node) => self.block(node, reached),
            PAREN_EXPR => match self.inner(node) {
                Some(inner) => self.expression(inner, reached),
                None => reached,
            },
            IF_EXPR => self.branches(node, reached),
            MATCH_EXPR => self.arms(node, reached),
            MACRO_EXPR => self.macro_call(node, reached),
            RETURN_EXPR => Some(false),
            FOR_EXPR | WHILE_EXPR | LOOP_EXPR => {
                if let Some(body) = self.tree.child(node, BLOCK_EXPR) {
                    self.block(body, both(reached, None));
                }
                if self.may_leave(node) {
                    both(reached, None)
                } else {
                    reached
                }
            }
            _ if self.may_leave(node) => both(reached, None),
            _ => reached,
        };
        self.depth -= 1;
        behind
    }

    /// A block without a word before it: no `unsafe`, `async`, `const`, label.
    fn is_plain(&self, node: usize) -> bool {
        self.tree.kind(node + 1) == STMT_LIST
    }

    fn branches(&mut self, node: usize, reached: Reached) -> Reached {
        let tree = self.tree;
        let parts: Vec<usize> = tree
            .children(node)
            .filter(|&it| !tree.is_token(it))
            .collect();
        let [condition, then, rest @ ..] = &parts[..] else {
            return None;
        };
        let outer = self.known.len();
        let holds = self.condition(*condition);
        let behind_then = self.block(*then, both(reached, holds));
        self.known.truncate(outer);
        let otherwise = both(reached, not(holds));
        let behind_else = match rest.first() {
            Some(&other) => self.expression(other, otherwise),
            None => otherwise,
        };
        let behind = either(behind_then, behind_else);
        // Two ways of which one is taken, and both of which lead on.
        match (holds, behind_then, behind_else) {
            (None, None, None) if !self.may_leave(node) => reached,
            _ => behind,
        }
    }

    /// Whether a condition holds; what it binds is known from now on.
    fn condition(&mut self, node: usize) -> Option<bool> {
        let tree = self.tree;
        match tree.kind(node) {
            LET_EXPR => {
                let pattern = tree.children(node).find(|&it| is_pattern(tree.kind(it)))?;
                let value = tree
                    .children(node)
                    .filter(|&it| is_expression(tree.kind(it)));
                let value = value.last().map_or(Value::Unknown, |it| self.value(it));
                self.matches(pattern, value)
            }
            BIN_EXPR if self.operator(node) == Some("&&") => {
                let (one, other) = self.operands(node)?;
                let one = self.condition(one);
                both(one, self.condition(other))
            }
            _ => self.value(node).truth(),
        }
    }

    /// Whether a value fits a pattern of `Ok`, `Err`, `Some` or `None`; binds what is in it.
    fn matches(&mut self, pattern: usize, value: Value) -> Option<bool> {
        let tree = self.tree;
        let Value::Lookup(variable) = value else {
            self.bind(pattern, Value::Unknown);
            return None;
        };
        let is_set = self.environment.is_set(&variable);
        match tree.kind(pattern) {
            TUPLE_STRUCT_PAT => {
                let name = tree.child(pattern, PATH).map(|path| tree.text_of(path));
                let inner = tree.children(pattern).find(|&it| is_pattern(tree.kind(it)));
                match name? {
                    "Ok" | "Some" => {
                        self.bind(inner?, Value::Content(variable));
                        is_set
                    }
                    "Err" => {
                        self.bind(inner?, Value::Unknown);
                        not(is_set)
                    }
                    _ => None,
                }
            }
            IDENT_PAT | PATH_PAT if tree.text_of(pattern) == "None" => not(is_set),
            _ => None,
        }
    }

    fn arms(&mut self, node: usize, reached: Reached) -> Reached {
        let tree = self.tree;
        let scrutinee = tree.children(node).find(|&it| is_expression(tree.kind(it)));
        let value = scrutinee.map_or(Value::Unknown, |it| self.value(it));
        let list = tree.child(node, MATCH_ARM_LIST)?;
        // Whether no arm before this one is taken.
        let mut open = Some(true);
        let mut behind = Some(false);
        for arm in tree.children(list).filter(|&it| tree.kind(it) == MATCH_ARM) {
            let outer = self.known.len();
            let pattern = tree.children(arm).find(|&it| is_pattern(tree.kind(it)));
            let fits = pattern.and_then(|pattern| self.fits(pattern, &value));
            let unsure = tree.child(arm, MATCH_GUARD).is_some() || tree.child(arm, ATTR).is_some();
            let fits = if unsure { both(fits, None) } else { fits };
            let taken = both(reached, both(open, fits));
            let body = tree
                .children(arm)
                .filter(|&it| is_expression(tree.kind(it)));
            if let Some(body) = body.last() {
                behind = either(behind, self.expression(body, taken));
            }
            open = both(open, not(fits));
            self.known.truncate(outer);
        }
        // One of the arms is taken, and all of them lead on.
        if behind.is_none() && !self.may_leave(node) {
            reached
        } else {
            behind
        }
    }

    /// Whether a value fits the pattern of an arm.
    fn fits(&mut self, pattern: usize, value: &Value) -> Option<bool> {
        let tree = self.tree;
        match tree.kind(pattern) {
            WILDCARD_PAT => Some(true),
            PAREN_PAT => {
                let inner = tree
                    .children(pattern)
                    .find(|&it| is_pattern(tree.kind(it)))?;
                self.fits(inner, value)
            }
            OR_PAT => {
                let mut fits = Some(false);
                for one in tree
                    .children(pattern)
                    .filter(|&it| is_pattern(tree.kind(it)))
                {
                    fits = either(fits, self.fits(one, value));
                }
                fits
            }
            LITERAL_PAT => self.equal(value, &self.literal(pattern)?),
            TUPLE_STRUCT_PAT | PATH_PAT => self.matches(pattern, value.clone()),
            IDENT_PAT if tree.text_of(pattern) == "None" => self.matches(pattern, value.clone()),
            // A name for whatever it is; a constant would be written in capitals.
            IDENT_PAT
                if tree
                    .text_of(pattern)
                    .starts_with(|c: char| c.is_lowercase()) =>
            {
                self.bind(pattern, value.clone());
                Some(true)
            }
            _ => None,
        }
    }

    fn bind(&mut self, pattern: usize, value: Value) {
        let tree = self.tree;
        if tree.kind(pattern) == IDENT_PAT {
            let name = tree.child(pattern, NAME).map(|name| tree.text_of(name));
            // What can change is not known.
            let changes = tree.child(pattern, MUT_KW).is_some();
            let value = if changes { Value::Unknown } else { value };
            self.known.extend(name.map(|name| (name, value)));
            return;
        }
        // Whatever is bound deeper hides what was known by its name.
        let names = pattern..tree.after(pattern);
        for name in names.filter(|&it| tree.kind(it) == NAME) {
            self.known.push((tree.text_of(name), Value::Unknown));
        }
    }

    /// A call of a macro as a statement.
    fn macro_call(&mut self, node: usize, reached: Reached) -> Reached {
        let tree = self.tree;
        let (name, arguments) = self.call_of_macro(node)?;
        if matches!(name, "panic" | "unreachable" | "todo" | "unimplemented") {
            // The build fails then, and nothing of it counts.
            return reached;
        }
        if let ("println", [_, literal, _]) = (name, tree.tokens(arguments))
            && literal.kind == STRING
            && let Some(text) = unquote(tree.lexed.text_of(*literal))
            && !text.contains(['{', '}'])
        {
            self.printed.push(Printed {
                text,
                extent: Extent::new(literal.start, literal.end),
                printed: reached,
            });
        }
        reached
    }

    /// The name and the arguments of a macro call.
    fn call_of_macro(&self, node: usize) -> Option<(&'t str, usize)> {
        let call = self.tree.child(node, MACRO_CALL)?;
        let name = self.tree.text_of(self.tree.child(call, PATH)?);
        Some((name, self.tree.child(call, TOKEN_TREE)?))
    }

    /// Whether something in a node may lead elsewhere; what stands in closures counts, too. A `?` in `main` does not: the
    /// build fails then, and nothing of it counts.
    fn may_leave(&self, node: usize) -> bool {
        let mut kinds = (node..self.tree.after(node)).map(|it| self.tree.kind(it));
        kinds.any(|kind| matches!(kind, RETURN_EXPR | BREAK_EXPR | CONTINUE_EXPR))
    }

    fn operands(&self, node: usize) -> Option<(usize, usize)> {
        let mut operands = self
            .tree
            .children(node)
            .filter(|&it| !self.tree.is_token(it));
        Some((operands.next()?, operands.next()?))
    }

    fn operator(&self, node: usize) -> Option<&'t str> {
        let mut parts = self.tree.children(node);
        let operator = parts.find(|&it| self.tree.is_token(it))?;
        Some(self.tree.text_of(operator))
    }

    /// The only expression inside a node.
    fn inner(&self, node: usize) -> Option<usize> {
        let mut inner = self
            .tree
            .children(node)
            .filter(|&it| !self.tree.is_token(it));
        inner.next()
    }

    fn literal(&self, node: usize) -> Option<Value> {
        let [token] = self.tree.tokens(node) else {
            return None;
        };
        let text = self.tree.lexed.text_of(*token);
        (token.kind == STRING).then_some(())?;
        Some(Value::Text(unquote(text)?))
    }
}

#[rustfmt::skip]
fn is_expression(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        ARRAY_EXPR | ASM_EXPR | AWAIT_EXPR | BECOME_EXPR | BIN_EXPR | BLOCK_EXPR | BREAK_EXPR | CALL_EXPR | CAST_EXPR
            | CLOSURE_EXPR | CONTINUE_EXPR | FIELD_EXPR | FORMAT_ARGS_EXPR | FOR_EXPR | IF_EXPR | INDEX_EXPR | LET_EXPR
            | LITERAL | LOOP_EXPR | MACRO_EXPR | MATCH_EXPR | METHOD_CALL_EXPR | OFFSET_OF_EXPR | PAREN_EXPR | PATH_EXPR
            | PREFIX_EXPR | RANGE_EXPR | RECORD_EXPR | REF_EXPR | RETURN_EXPR | TRY_EXPR | TUPLE_EXPR | UNDERSCORE_EXPR
            | WHILE_EXPR | YEET_EXPR | YIELD_EXPR
    )
}

#[rustfmt::skip]
pub(crate) fn is_pattern(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        BOX_PAT | CONST_BLOCK_PAT | IDENT_PAT | LITERAL_PAT | MACRO_PAT | OR_PAT | PAREN_PAT | PATH_PAT | RANGE_PAT
            | RECORD_PAT | REF_PAT | REST_PAT | SLICE_PAT | TUPLE_PAT | TUPLE_STRUCT_PAT | WILDCARD_PAT
    )
}

#[cfg(test)]
mod tests;

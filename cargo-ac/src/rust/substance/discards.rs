//! Functions that throw away what they get: they look at nothing, whatever what they call may fail with.

use govern_facts::{Expr, ExprId, Expressions, Pat, Statement};

use super::weigh::{Root, Scales};
use super::{Evidence, Function};

impl Scales<'_, '_> {
    /// Whether all that a function does is to get values, each for a variable that nobody reads: `let _events = world.events();`.
    /// What stands alone (`world.has_events();`) may be called for what it fails with, and so may what asserts something itself.
    pub(super) fn discards(&mut self, root: Root, function: Function) -> bool {
        let (file, item) = function;
        let Some(facts) = (self.input.facts)(file) else {
            return false;
        };
        let Some(text) = self.text(facts, file) else {
            return false;
        };
        let code = Expressions::read(&text, (self.input.edition)(file));
        let name = facts.item(item).name_extent;
        let body = code.functions.iter().find(|it| it.name == name);
        if !body.is_some_and(|it| all_discarded(&code, it.body)) {
            return false;
        }
        let (own, called) = self.local(root, function, false);
        own == Evidence::None
            && called.into_iter().all(|callee| {
                let asserts = match self.is_for_tests(root, callee) {
                    true => self.within(root, callee, true, false).0,
                    false => self.of_production(callee),
                };
                asserts <= Evidence::Works
            })
    }
}

/// Whether a block consists of nothing but variables that nobody reads, and has no value.
fn all_discarded(code: &Expressions, body: ExprId) -> bool {
    let Expr::Block {
        statements,
        value: None,
    } = code.expr(body)
    else {
        return false;
    };
    let is_discarded = |statement: &Statement| match statement {
        Statement::Let {
            pattern,
            value: Some(_),
            otherwise: None,
            ..
        } => match pattern {
            Pat::Other(text) => text == "_",
            Pat::Name {
                name, inner: None, ..
            } => name.starts_with('_') && !is_read(code, name),
            _ => false,
        },
        _ => false,
    };
    !statements.is_empty() && statements.iter().all(is_discarded)
}

/// Whether a name is read anywhere in the file: which variable is meant does not matter here.
fn is_read(code: &Expressions, name: &str) -> bool {
    let is_it =
        |expr: &Expr| matches!(expr, Expr::Path(path) if path.len() == 1 && path[0] == *name);
    code.iter().any(|(_, row)| is_it(&row.expr))
}

//! Who calls whom.

use std::rc::Rc;

use govern_diagnostics::FileId;
use govern_facts::{Expr, ExprId, ItemKind, MethodCall, PathRef};

use super::code::{Code, Unit};
use super::ty::{Def, Ty};

/// A call of a function of the workspace.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) file: FileId,
    pub(super) call: ExprId,
    /// Without `self`.
    pub(super) args: Vec<ExprId>,
    pub(super) receiver: Option<ExprId>,
}

/// Calls of a function, and how many others may be calls of it.
pub(super) type Callers = Rc<(Vec<Caller>, usize)>;

impl<'w> Code<'w> {
    /// Calls of a function in the program, and how many others may be calls of it.
    pub(super) fn callers(
        &self,
        def: Def,
        receiver_type: &dyn Fn(&Unit<'w>, ExprId) -> Ty,
    ) -> (Vec<Caller>, usize) {
        let Some(item) = self.item(def) else {
            return (Vec::new(), 0);
        };
        let of = self.self_type(def);
        let name = self.units[&def.file].facts.text(item.name).to_owned();
        let of_trait = self.of_traits(&name).contains(&def);
        let count = self.param_count(def);
        let (mut found, mut unsure) = (Vec::new(), 0);
        for unit in self.mentioning(&[&name]) {
            let can_name = self.sees(unit, def);
            let is_called =
                |path: &PathRef| unit.facts.segments(path.segments).next_back() == Some(&name);
            // Of the methods of what it does not know, it may be one by its name and the number of arguments alone; what is
            // counted in macros are commas.
            let may_be = |call: &MethodCall| {
                let given = usize::from(call.args);
                can_name || call.in_macro || call.args == u8::MAX || given == count
            };
            let mut methods = unit.facts.method_calls.iter();
            let mentioned = methods.any(|it| unit.facts.text(it.name) == name && may_be(it))
                || can_name && unit.facts.paths.iter().any(is_called);
            if !mentioned {
                continue;
            }
            let expressions = self.expressions(unit);
            for (id, row) in expressions.iter() {
                match &row.expr {
                    Expr::Call { callee, args } => {
                        let Expr::Path(path) = expressions.expr(*callee) else {
                            continue;
                        };
                        if !can_name || path.last() != Some(&name) || !self.in_program(unit, id) {
                            continue;
                        }
                        if self.called(unit, *callee, path).contains(&def) {
                            let has_self = self.has_self(def);
                            let (receiver, args) = match (has_self, args.split_first()) {
                                (true, Some((receiver, args))) => (Some(*receiver), args),
                                _ => (None, &args[..]),
                            };
                            found.push(Caller {
                                file: unit.file,
                                call: id,
                                args: args.to_vec(),
                                receiver,
                            });
                        }
                    }
                    Expr::Method {
                        receiver,
                        name: method,
                        args,
                        ..
                    } if *method == name && self.in_program(unit, id) => {
                        match (receiver_type(unit, *receiver), &of) {
                            (Ty::Item(it, _), Some(Ty::Item(of, _)))
                                if it == *of && self.members(it, &name).contains(&def) =>
                            {
                                found.push(Caller {
                                    file: unit.file,
                                    call: id,
                                    args: args.clone(),
                                    receiver: Some(*receiver),
                                });
                            }
                            // A port: whoever implements it may be behind it.
                            (Ty::Open, Some(_)) if of_trait && args.len() == count => {
                                found.push(Caller {
                                    file: unit.file,
                                    call: id,
                                    args: args.clone(),
                                    receiver: None,
                                });
                            }
                            (Ty::Unknown, Some(_)) if args.len() == count => unsure += 1,
                            _ => {}
                        }
                    }
                    _ => {}
                }
            }
        }
        (found, unsure)
    }

    /// How many parameters a function has besides `self`.
    fn param_count(&self, def: Def) -> usize {
        let Some(unit) = self.unit(def.file) else {
            return 0;
        };
        match unit.facts.item(def.item).kind {
            ItemKind::Fn { signature } => unit.facts.signatures[signature as usize].params.len(),
            _ => 0,
        }
    }

    fn has_self(&self, def: Def) -> bool {
        let Some(unit) = self.unit(def.file) else {
            return false;
        };
        match unit.facts.item(def.item).kind {
            ItemKind::Fn { signature } => unit.facts.signatures[signature as usize].has_self,
            _ => false,
        }
    }
}

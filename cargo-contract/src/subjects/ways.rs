//! The ways in which the program comes to an expression: where a function only passes on what it is given, its callers decide.

use std::rc::Rc;

use govern_diagnostics::Span;
use govern_facts::ExprId;

use super::callers::Callers;
use super::code::Unit;
use super::follow::{Arg, Follower, Frame};
use super::ty::Def;
use super::value::Value;

/// Through how many functions what is passed on is followed.
const LEVELS: u32 = 5;
/// More callers than these are not told apart.
const CALLERS: usize = 48;

/// A value, and over which calls it came.
#[derive(Debug, Clone)]
pub(super) struct Reached {
    pub(super) value: Value,
    /// Calls, the outermost first.
    pub(super) via: Vec<Span>,
    /// The package whose code decides.
    pub(super) package: String,
}

impl<'w> Follower<'_, 'w> {
    /// What an expression comes to, for all ways in which the program comes to it.
    pub(super) fn everywhere(&self, unit: &Unit<'w>, id: ExprId) -> Vec<Reached> {
        self.ask();
        self.all_ways(unit, id, &|frame| self.value(unit, id, frame))
    }

    /// What can be told of an expression by looking at where it stands, for all ways in which the program comes there.
    pub(super) fn all_ways(
        &self,
        unit: &Unit<'w>,
        id: ExprId,
        evaluate: &dyn Fn(&Frame) -> Value,
    ) -> Vec<Reached> {
        let value = evaluate(&Frame::default());
        let own = |value| {
            vec![Reached {
                value,
                via: Vec::new(),
                package: self.code.package(unit.file).to_owned(),
            }]
        };
        if !value.is_free() {
            return own(value);
        }
        match self.code.function_around(unit, id) {
            Some(function) => self.through(function, evaluate, value, LEVELS),
            None => own(value.settled("which nobody passes")),
        }
    }

    /// The same, seen from the callers of a function.
    fn through(
        &self,
        function: Def,
        evaluate: &dyn Fn(&Frame) -> Value,
        fallback: Value,
        levels: u32,
    ) -> Vec<Reached> {
        let stay = |reason: &str| {
            vec![Reached {
                value: fallback.clone().settled(reason),
                via: Vec::new(),
                package: self.code.package(function.file).to_owned(),
            }]
        };
        if levels == 0 {
            return stay("which is passed on through many functions");
        }
        let callers = self.callers(function);
        let (callers, unsure) = (&callers.0, callers.1);
        if callers.is_empty() {
            return stay("which nobody in this workspace passes");
        }
        if callers.len() > CALLERS {
            return stay("which is passed in many places");
        }
        let mut reached = Vec::new();
        for caller in callers {
            let Some(unit) = self.code.unit(caller.file) else {
                continue;
            };
            let frame = |outer: &Frame| Frame {
                params: Some(Arg::all(unit, &caller.args, outer)),
                self_value: caller
                    .receiver
                    .map(|it| Rc::new(Arg::later(unit, it, outer))),
                closures: Vec::new(),
            };
            let call = self
                .code
                .span(unit, self.code.expressions(unit).row(caller.call).extent);
            let value = evaluate(&frame(&Frame::default()));
            let around = self.code.function_around(unit, caller.call);
            match around.filter(|&it| value.is_free() && it != function) {
                Some(around) => {
                    let outer = |outer: &Frame| evaluate(&frame(outer));
                    let further = self.through(around, &outer, value, levels - 1);
                    reached.extend(further.into_iter().map(|mut it| {
                        it.via.push(call);
                        it
                    }));
                }
                None => reached.push(Reached {
                    value: value.settled("which is passed on"),
                    via: vec![call],
                    package: self.code.package(unit.file).to_owned(),
                }),
            }
        }
        if unsure > 0 {
            let name = self.name(function);
            let reason =
                format!("`{name}` is also called on something whose type is not known ({unsure})");
            reached.push(Reached {
                value: Value::unknown(reason),
                via: Vec::new(),
                package: self.code.package(function.file).to_owned(),
            });
        }
        reached
    }

    fn callers(&self, function: Def) -> Callers {
        if let Some(known) = self.callers.borrow().get(&function) {
            return known.clone();
        }
        // Who calls it is remembered, so it must not depend on how much the present question may still look at.
        let (depth, budget) = (self.depth.get(), self.budget.get());
        let receiver_type = |unit: &Unit<'w>, id| {
            self.ask();
            self.type_of(unit, id)
        };
        let found: Callers = Rc::new(self.code.callers(function, &receiver_type));
        self.depth.set(depth);
        self.budget.set(budget);
        self.callers.borrow_mut().insert(function, found.clone());
        found
    }
}

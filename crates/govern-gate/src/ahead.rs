//! What gates do beside those that speak before them.

use std::{
    panic,
    thread::{self, Scope, ScopedJoinHandle},
};

use govern_workspace::Apart;

use crate::{
    Error, GateOutcome, Session,
    gate::{Ahead, Gate},
    kept,
};

/// Text that nests deeply must not overflow the stack.
pub(crate) const STACK: usize = 256 << 20;

/// How a gate is checked when it is its turn.
pub(crate) enum Turn<'s> {
    /// All of it is done then.
    Then,
    /// It is known what it finds.
    Known(GateOutcome),
    /// Some of it is done before.
    Ahead(Box<dyn Ahead + 's>),
}

/// Lets nobody wait for ever, whatever happens.
pub(crate) struct Waiting<'s>(pub(crate) &'s Session);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        drop(self.0.forget_waiting());
    }
}

/// What is done of a check before it is the gate's turn.
pub(crate) type Work<'scope> = ScopedJoinHandle<'scope, Apart>;

impl<'s> Turn<'s> {
    /// How gates are checked, in their order.
    pub(crate) fn all(gates: &[&'s dyn Gate], session: &'s Session) -> Vec<Turn<'s>> {
        let turns = gates.iter().enumerate().map(|(row, &gate)| {
            // The first one has nobody to do it beside. A thread of the pool must not wait for what is done with the pool.
            let may_be = row > 0 && rayon::current_thread_index().is_none();
            let ahead = may_be.then(|| gate.ahead(session)).flatten();
            match ahead {
                None => Turn::Then,
                Some(ahead) => match kept::known(gate, session) {
                    Some(outcome) => Turn::Known(outcome),
                    None => Turn::Ahead(ahead),
                },
            }
        });
        turns.collect()
    }

    /// Whether something can be done while the first gate links the tree, which takes one core.
    pub(crate) fn fills(&self) -> bool {
        matches!(self, Turn::Ahead(ahead) if !ahead.needs_tree())
    }

    /// Begins with what can be done before it is the gate's turn. Facts are kept behind what [fills](Turn::fills) the time.
    pub(crate) fn begin<'scope>(
        &'s self,
        session: &'s Session,
        scope: &'scope Scope<'scope, 's>,
    ) -> Option<Work<'scope>> {
        let Turn::Ahead(ahead) = self else {
            return None;
        };
        let linked = ahead.needs_tree().then(|| session.linked());
        let work = move || {
            // Nobody may link, as nobody may need it.
            let may_begin = linked.is_none_or(|linked| linked.recv().is_ok());
            let work = || {
                if may_begin {
                    ahead.work();
                }
            };
            let asked = session.workspace().asked_apart(work);
            if !ahead.needs_tree() {
                session.workspace().keep_facts();
            }
            asked
        };
        let thread = thread::Builder::new().stack_size(STACK);
        // Without a thread, all is done when it is its turn.
        thread.spawn_scoped(scope, work).ok()
    }

    /// What the gate finds, and whether that was known from before; else it is kept beside what is done next. `work` was begun.
    pub(crate) fn check<'scope>(
        &self,
        gate: &dyn Gate,
        session: &'s Session,
        work: Option<Work<'_>>,
        scope: &'scope Scope<'scope, 's>,
    ) -> (Result<GateOutcome, Error>, bool) {
        let outcome = match self {
            Turn::Known(outcome) => return (Ok(outcome.clone()), true),
            Turn::Then => match kept::known(gate, session) {
                Some(outcome) => return (Ok(outcome), true),
                None => gate.check(session),
            },
            Turn::Ahead(ahead) => {
                // Whoever still waits need not begin.
                drop(session.forget_waiting());
                ahead.help();
                if let Some(work) = work {
                    let asked = work.join();
                    let asked = asked.unwrap_or_else(|failure| panic::resume_unwind(failure));
                    session.workspace().take_asked(asked);
                }
                ahead.check()
            }
        };
        let keeping = outcome.as_ref().ok();
        if let Some(keeping) = keeping.and_then(|outcome| kept::keep(gate, session, outcome)) {
            // Without a thread, it is found out again next time.
            drop(thread::Builder::new().spawn_scoped(scope, || keeping.write()));
        }
        (outcome, false)
    }
}

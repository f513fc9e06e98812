//! Takes commands: load, decide, commit; again if somebody else was faster. An order that is placed is most likely new: whether it
//! is, the store says when it is committed, and it is loaded only if it is not.

use super::native_rules::NativeRules;
use crate::domain::{Action, Command, CustomerBoard, CustomerKey, History, Stamp, Version};
use crate::port::{
    Accepted, BoardStore, Clock, Decision, DeskError, EventIds, Expected, OrderDesk, OrderRules,
    Store, StoreError,
};

/// The order desk over its ports.
#[derive(Debug, Clone)]
pub struct Desk<S, B, C, I, R = NativeRules> {
    orders: S,
    boards: B,
    clock: C,
    ids: I,
    rules: R,
}

impl<S, B, C, I> Desk<S, B, C, I> {
    /// The desk over these ports, with the rules of the domain.
    pub const fn new(orders: S, boards: B, clock: C, ids: I) -> Self {
        Self::with_rules(orders, boards, clock, ids, NativeRules)
    }
}

impl<S, B, C, I, R> Desk<S, B, C, I, R> {
    /// How often a command is tried while others change the same order.
    pub const MAX_ATTEMPTS: u32 = 16;

    /// The desk over these ports, with these rules.
    pub const fn with_rules(orders: S, boards: B, clock: C, ids: I, rules: R) -> Self {
        Self {
            orders,
            boards,
            clock,
            ids,
            rules,
        }
    }
}

impl<S: Store<Of = History>, B: BoardStore, C: Clock, I: EventIds, R: OrderRules> OrderDesk
    for Desk<S, B, C, I, R>
{
    async fn carry_out(&self, command: &Command) -> Result<Accepted, DeskError> {
        for attempt in 0..Self::MAX_ATTEMPTS {
            let is_likely_new = attempt == 0 && matches!(command.action, Action::Place { .. });
            let stored = if is_likely_new {
                None
            } else {
                self.orders.load(&command.order).await?
            };
            let (history, expected) = match stored {
                Some(stored) => (stored.value, Expected::At(stored.revision)),
                None => (History::new(command.order.clone()), Expected::Absent),
            };
            let stamp = Stamp {
                id: self.ids.next_id(),
                at: self.clock.now(),
            };
            let (history, version) = match self.rules.decide(history, command, stamp).await? {
                Decision::Before(version) => return Ok(accepted(command, version)),
                Decision::New { history, version } => (history, version),
            };
            match self.orders.commit(&history, expected).await {
                Ok(_) => return Ok(accepted(command, version)),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskError::Contended {
            attempts: Self::MAX_ATTEMPTS,
        })
    }

    async fn board(&self, customer: &CustomerKey) -> Result<CustomerBoard, DeskError> {
        let stored = self.boards.load(customer).await?;
        Ok(stored.map_or_else(
            || CustomerBoard::new(customer.clone()),
            |stored| stored.value,
        ))
    }
}

fn accepted(command: &Command, version: Version) -> Accepted {
    Accepted {
        order: command.order.clone(),
        version,
    }
}

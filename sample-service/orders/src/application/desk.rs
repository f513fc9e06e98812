//! Takes commands: load, decide, commit; again if somebody else was faster.

use crate::domain::{Command, CustomerBoard, CustomerKey, History, Recorded, Stamp, Version};
use crate::port::{
    Accepted, BoardStore, Clock, DeskError, EventIds, Expected, OrderDesk, OrderStore, StoreError,
};

/// The order desk over its ports.
#[derive(Debug, Clone)]
pub struct Desk<S, B, C, I> {
    orders: S,
    boards: B,
    clock: C,
    ids: I,
}

impl<S, B, C, I> Desk<S, B, C, I> {
    /// How often a command is tried while others change the same order.
    pub const MAX_ATTEMPTS: u32 = 16;

    /// The desk over these ports.
    pub const fn new(orders: S, boards: B, clock: C, ids: I) -> Self {
        Self {
            orders,
            boards,
            clock,
            ids,
        }
    }
}

impl<S: OrderStore, B: BoardStore, C: Clock, I: EventIds> OrderDesk for Desk<S, B, C, I> {
    async fn carry_out(&self, command: &Command) -> Result<Accepted, DeskError> {
        for _ in 0..Self::MAX_ATTEMPTS {
            let (mut history, expected) = match self.orders.load(&command.order).await? {
                Some(stored) => (stored.value, Expected::At(stored.revision)),
                None => (History::new(command.order.clone()), Expected::Absent),
            };
            let stamp = Stamp {
                id: self.ids.next_id(),
                at: self.clock.now(),
            };
            let version = match history.carry_out(command, stamp)? {
                Recorded::Before(version) => return Ok(accepted(command, version)),
                Recorded::New(version) => version,
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

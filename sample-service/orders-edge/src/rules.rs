//! The rules of the desk, as the module in use has them.

use std::sync::Arc;

use orders::domain::{Command, History, Stamp};
use orders::port::{Decision, OrderRules, RulesError};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::call_error::CallError;
use crate::host::CALLS_AT_ONCE;
use crate::slot::PluginSlot;
use crate::verify::Question;

/// Asks the module in use. Whoever finds all places taken waits for one.
#[derive(Debug, Clone)]
pub struct EdgeRules {
    slot: Arc<PluginSlot>,
    places: Arc<Semaphore>,
}

impl EdgeRules {
    /// The rules of whatever is in the slot. There should be one of these for each [`Host`](crate::Host); clones share the places.
    pub fn new(slot: Arc<PluginSlot>) -> Self {
        Self {
            slot,
            places: Arc::new(Semaphore::new(CALLS_AT_ONCE)),
        }
    }
}

impl OrderRules for EdgeRules {
    async fn decide(
        &self,
        history: History,
        command: &Command,
        stamp: Stamp,
    ) -> Result<Decision, RulesError> {
        let question = Question {
            history,
            command: command.clone(),
            stamp,
        };
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.expect("places are never closed");
        let slot = Arc::clone(&self.slot);
        let called = spawn_blocking(move || {
            let document = question.document();
            let result = slot.call(&document, |output| question.read(output));
            drop(place);
            result
        });
        match called.await {
            Ok(Ok(decided)) => Ok(decided?),
            Ok(Err(error)) => Err(unavailable(&error)),
            Err(error) => Err(unavailable(&CallError::Host {
                reason: error.to_string(),
            })),
        }
    }
}

fn unavailable(error: &CallError) -> RulesError {
    tracing::warn!(code = error.code(), %error, "the module could not be asked");
    RulesError::Unavailable {
        code: error.code(),
        reason: error.to_string(),
    }
}

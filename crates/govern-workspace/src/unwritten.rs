//! Facts that are kept for other runs when there is a core to spare.

use std::sync::Arc;

use crate::{
    facts_cache::{FactsCache, Key},
    known::Known,
};

/// What is known of a text.
pub(crate) type OfText = (Key, Arc<Known>);

/// Facts that are still to be put into the cache: that is done when it is dropped.
#[derive(Debug)]
pub(crate) struct Unwritten {
    pub(crate) cache: FactsCache,
    pub(crate) facts: Vec<OfText>,
}

impl Drop for Unwritten {
    fn drop(&mut self) {
        for (key, known) in &self.facts {
            self.cache.put(*key, known.facts(), &known.errors);
        }
        self.cache.finish();
    }
}

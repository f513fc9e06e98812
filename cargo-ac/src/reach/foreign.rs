//! Methods that are called on what is surely of no type of the workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use govern_diagnostics::FileId;
use govern_names::Names;
use govern_workspace::Workspace;

use super::declared::Declared;
use super::receiver::Receivers;
use super::written::{Receiver, Types};

/// Which methods of which files are called on something foreign; a file is read when somebody asks for it.
pub(crate) struct Foreign<'a> {
    workspace: &'a Workspace,
    names: &'a Names,
    declared: OnceLock<Declared<'a>>,
    /// Where the names of such methods begin.
    places: Mutex<BTreeMap<FileId, Arc<OnceLock<BTreeSet<u32>>>>>,
}

impl<'a> Foreign<'a> {
    pub(crate) fn new(workspace: &'a Workspace, names: &'a Names) -> Foreign<'a> {
        Foreign {
            workspace,
            names,
            declared: OnceLock::new(),
            places: Mutex::default(),
        }
    }

    /// Whether the method whose name begins there is called on something that is surely of no type of the workspace.
    pub(crate) fn has(&self, file: FileId, name: u32) -> bool {
        let of_file = {
            let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            places.entry(file).or_default().clone()
        };
        of_file.get_or_init(|| self.places(file)).contains(&name)
    }

    fn places(&self, file: FileId) -> BTreeSet<u32> {
        let (Some(facts), Ok(text)) = (self.workspace.facts(file), self.workspace.text(file))
        else {
            return BTreeSet::new();
        };
        let declared = self
            .declared
            .get_or_init(|| Declared::new(self.workspace, self.names));
        let types = Types {
            workspace: self.workspace,
            names: self.names,
            declared,
        };
        let receivers = Receivers::new(types, (file, facts), &text);
        let starts = facts.method_calls.iter().map(|call| call.extent.start);
        starts
            .filter(|&name| receivers.of(name) == Receiver::Plain)
            .collect()
    }
}

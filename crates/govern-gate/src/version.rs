//! A version of the workspace that a run compares with.

use std::sync::{Arc, OnceLock};

use bitcode::{Decode, Encode};
use govern_names::Names;
use govern_workspace::Workspace;

/// An old version of the workspace, and what all names in it mean, once somebody asked.
#[derive(Clone)]
pub(crate) struct Version {
    pub(crate) workspace: Arc<Workspace>,
    pub(crate) names: Arc<OnceLock<Arc<Names>>>,
}

impl From<Workspace> for Version {
    fn from(workspace: Workspace) -> Version {
        Version {
            workspace: workspace.into(),
            names: Arc::default(),
        }
    }
}

/// Which version of the workspace a file is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub(crate) enum Origin {
    /// The one that is checked.
    Here,
    /// The one at a git revision.
    Revision(String),
    /// A copy in a directory.
    Directory(String),
}

//! The workspace as it is staged for a commit: the files of git's index, not those of the work tree.

use std::{collections::BTreeSet, panic, sync::Arc, thread};

use crate::{
    Error, LoadOptions, Resolve, Workspace,
    git::{self, Git},
    index::Index,
    root,
    workspace::LOCK_FILE,
};

/// What is staged for a commit.
#[derive(Debug)]
pub struct Staged {
    /// The workspace as it will be committed.
    pub workspace: Workspace,
    /// The files that are not as they were committed last, by their paths from the root; also those that will be gone.
    pub files: BTreeSet<String>,
}

impl Workspace {
    /// Loads the workspace as it is staged: git is asked while files are read. Where work tree and index are the same, it is
    /// the same workspace.
    ///
    /// # Errors
    ///
    /// As of [`Workspace::load`], and if there is no repository, or nothing of it is staged because it is being merged.
    pub fn load_staged(options: &LoadOptions) -> Result<Staged, Error> {
        if options.resolve == Resolve::Manifests {
            // It is not trusted, and git looks at no such work tree.
            Workspace::load(options)?;
            return Err(Error::NotTrusted {
                what: "to ask git what is staged".to_owned(),
            });
        }
        let manifest = root::manifest_path(options)?;
        let root = root::workspace_root(&manifest, options)?;
        let git = Git::around(&root);
        let has_lock = root.join(LOCK_FILE).exists();
        let (workspace, asked) = thread::scope(|scope| {
            let asking = scope.spawn(|| Index::asked(&git));
            let workspace = Workspace::load(options);
            (workspace, asking.join())
        });
        let mut workspace = workspace?;
        let (index, status) = asked.unwrap_or_else(|failure| panic::resume_unwind(failure))?;
        if let Some(path) = status.unmerged {
            return Err(Error::Unmerged { path });
        }
        // One that cargo has just made is not staged, whether git has seen it or not.
        let is_staged = matches!(status.otherwise.get(LOCK_FILE), Some(Some(_)));
        if !has_lock && !is_staged {
            workspace.replaced_lock = Some(None);
        }
        let index = Some(Arc::new(index));
        let files = status.staged;
        if status.otherwise.is_empty() {
            let workspace = Workspace { index, ..workspace };
            return Ok(Staged { workspace, files });
        }
        let objects = status.otherwise.values().flatten();
        let mut blobs = Vec::new();
        git::blobs(&git, objects.map(String::as_str), |blob| {
            blobs.push(blob);
        });
        let mut blobs = blobs
            .into_iter()
            .collect::<Result<Vec<_>, Error>>()?
            .into_iter();
        let edit = |(path, object): (String, Option<String>)| {
            let bytes = object.and_then(|_| blobs.next());
            (path, bytes)
        };
        let edits = status.otherwise.clone().into_iter().map(edit).collect();
        let workspace = Workspace {
            index,
            ..workspace.edited(edits)?
        };
        Ok(Staged { workspace, files })
    }
}

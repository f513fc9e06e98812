//! The workspace as it would be if some files were otherwise: what a defect would do to it, without a copy on disk.

use std::collections::BTreeMap;

use crate::{
    Error, Workspace,
    paths::{is_inside, join},
    tree::{Edits, Tree},
    workspace::LOCK_FILE,
};

impl Workspace {
    /// The same workspace as if these files, by their paths from the root, held these bytes, or were not there. Nothing is
    /// written, and nothing can be written through it; files that are as they were are not parsed again. Packages are as
    /// the manifests describe them.
    ///
    /// # Errors
    ///
    /// For a path that leads out of the workspace, for a revision, and if what comes out is no workspace.
    pub fn edited(&self, edits: BTreeMap<String, Option<Vec<u8>>>) -> Result<Workspace, Error> {
        let mut normal = Edits::new();
        for (path, bytes) in edits {
            let path = join("", &path);
            if path.is_empty() || !is_inside(&path, "") {
                return Err(Error::Outside { path });
            }
            normal.insert(path, bytes.map(Into::into));
        }
        let described = |path: &String| path.ends_with("Cargo.toml") || path == LOCK_FILE;
        let is_described_anew = normal.keys().any(described);
        let mut workspace = self.scratch(self.edited_tree(normal)?)?;
        for package in &mut workspace.packages {
            let here = self.package_named(&package.name);
            package.selected = here.is_none_or(|here| here.selected);
        }
        workspace
            .target_directory
            .clone_from(&self.target_directory);
        if !is_described_anew {
            workspace.answer.clone_from(&self.answer);
            workspace.replaced_lock.clone_from(&self.replaced_lock);
        }
        Ok(workspace)
    }

    fn edited_tree(&self, edits: Edits) -> Result<Tree, Error> {
        match &self.tree {
            Tree::Disk(disk) => Ok(Tree::Disk(disk.edited(edits))),
            Tree::Git(git) => Err(Error::ReadOnly {
                path: git.revision.clone(),
            }),
            Tree::Memory(files) => {
                let mut files = files.clone();
                for (path, bytes) in edits {
                    match bytes {
                        Some(bytes) => files.insert(path, bytes),
                        None => files.remove(&path),
                    };
                }
                Ok(Tree::Memory(files))
            }
        }
    }
}

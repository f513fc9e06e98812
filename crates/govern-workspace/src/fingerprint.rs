//! What a loaded workspace is, in one number: two with the same are the same to all who ask.

use std::hash::Hash;

use xxhash_rust::xxh3::Xxh3;

use crate::{Workspace, conditions::Machine, tree::Tree, workspace::Source};

/// The number; none if there is no telling, or it would be of no use.
pub(crate) fn fingerprint(workspace: &Workspace) -> Option<u128> {
    // All fields are named, so that nobody forgets one that is added.
    let Workspace {
        root,
        tree,
        prefix,
        table,
        sources,
        rust_files,
        manifest,
        packages,
        routes,
        problems,
        timings: _,
        machine,
        target_directory,
        answer,
        graph: _,
        features,
        replaced_lock,
        threads: _,
        cache: _,
        expansions: _,
        notes: _,
        programs: _,
        fingerprint: _,
        said: _,
        unwritten: _,
        orphans: _,
        environment: _,
        linked: _,
        stamps: _,
        index: _,
    } = workspace;
    let mut state = Xxh3::new();
    root.hash(&mut state);
    match tree {
        // What is asked of the disk later is noted.
        Tree::Disk(disk) if disk.is_edited() => return None,
        Tree::Disk(_) => "disk".hash(&mut state),
        Tree::Git(git) => git.commit.hash(&mut state),
        Tree::Memory(_) => return None,
    }
    prefix.hash(&mut state);
    table.hash(&mut state);
    for source in sources {
        let Source {
            known,
            expanded: _,
            kept_expanded: _,
            hash,
            edition,
            packages,
        } = source;
        (known.is_some(), hash, edition, packages).hash(&mut state);
    }
    rust_files.hash(&mut state);
    manifest.hash(&mut state);
    packages.hash(&mut state);
    routes.hash(&mut state);
    problems.hash(&mut state);
    machine.identity().hash(&mut state);
    target_directory.hash(&mut state);
    features.hash(&mut state);
    replaced_lock.hash(&mut state);
    if let Some(answer) = answer {
        let (json, arguments) = answer.as_ref();
        json.checksum()?.hash(&mut state);
        arguments.hash(&mut state);
    }
    Some(state.digest128())
}

/// The same for a platform.
pub(crate) fn of_platform(machine: &Machine) -> u128 {
    let mut state = Xxh3::new();
    machine.identity().hash(&mut state);
    state.digest128()
}

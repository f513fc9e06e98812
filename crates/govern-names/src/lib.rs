//! Links the facts of a workspace into one module tree and resolves names.

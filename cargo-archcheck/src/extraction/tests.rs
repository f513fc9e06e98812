//! Plans for small workspaces.

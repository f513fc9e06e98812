//! What code is for.

/// What code is for. A file that several targets share counts as what comes first here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It is in a library or a program.
    Production,
    /// It is in `build.rs`.
    BuildScript,
    /// It is in an example.
    Example,
    /// It is in a test or benchmark, or exists only with `cfg(test)`.
    Test,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 4] = [
        Role::Production,
        Role::BuildScript,
        Role::Example,
        Role::Test,
    ];
}

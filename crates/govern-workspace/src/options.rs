//! What to load, and how.

use camino::Utf8PathBuf;

/// What to load, and how. `LoadOptions::default()` is the workspace around the current directory with cargo's default
/// features.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadOptions {
    /// The manifest of the workspace or of one of its packages; `None` looks for the nearest `Cargo.toml` from the
    /// current directory upwards.
    pub manifest_path: Option<Utf8PathBuf>,
    /// Which features cargo resolves.
    pub features: FeatureSelection,
    /// Resolve for this target triple only (`cargo metadata --filter-platform`). It also decides what `cfg(unix)` and
    /// the like are in [`Conditions`](crate::Conditions); without it they are those of this machine.
    pub target: Option<String>,
    /// Whether cargo may use the network and write `Cargo.lock`.
    pub network: Network,
    /// Which packages are selected ([`Package::selected`](crate::Package::selected)); all members are loaded in any
    /// case, because names lead from one to the other.
    pub packages: PackageSelection,
    /// Whether the caches under the target directory are read and written.
    pub cache: bool,
    /// How many files are read at a time; `None` is one per core.
    pub threads: Option<usize>,
    /// Where packages and their resolved dependencies come from.
    pub resolve: Resolve,
    /// A directory with programs that are run rather than those on the `PATH`.
    pub programs: Option<Utf8PathBuf>,
}

/// Which features cargo resolves, as its options `--all-features`, `--no-default-features`, `--features`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct FeatureSelection {
    /// `--all-features`.
    pub all: bool,
    /// `--no-default-features`.
    pub no_default: bool,
    /// `--features a,b/c`.
    pub list: Vec<String>,
}

/// Whether cargo may use the network and write `Cargo.lock`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Network {
    /// `--offline`.
    pub offline: bool,
    /// `--locked`.
    pub locked: bool,
}

/// Which packages are selected, as cargo's options `--package`, `--exclude`, `--workspace`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackageSelection {
    /// Names or globs, also `name@version`; empty is all members.
    pub include: Vec<String>,
    /// Names or globs that are left out.
    pub exclude: Vec<String>,
}

/// Where packages and their resolved dependencies come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Resolve {
    /// `cargo metadata`: exact. Cargo itself is asked for the members only where the lock file and cargo's directory of sources tell
    /// the rest: then it is as cargo says it, but for what a graph does not need of packages outside the workspace (their texts,
    /// programs, tests and dev-dependencies).
    #[default]
    Cargo,
    /// `cargo metadata --no-deps`, which is a fraction of the work, with the names of libraries from the lock file and
    /// cargo's directory of sources. Where those do not tell (no lock file, dependencies from git, packages outside the
    /// workspace that depend on members), and with `--locked` or `--features`, it is the same as [`Resolve::Cargo`]. There is no
    /// [`graph`](crate::Workspace::graph), and dependencies outside the workspace have no version.
    Members,
    /// The manifests alone: starts no process, so nothing in the workspace's `.cargo/config.toml` (a `rustc` of its
    /// own, a wrapper) can run. For workspaces that are not trusted: nothing is read that is outside of the root, whatever links
    /// and paths lead there, and git, where it is asked, reads nothing that the checkout configures. There is no
    /// [`graph`](crate::Workspace::graph) then, and features are those that the members themselves ask for.
    Manifests,
}

impl Default for LoadOptions {
    fn default() -> Self {
        LoadOptions {
            manifest_path: None,
            features: FeatureSelection::default(),
            target: None,
            network: Network::default(),
            packages: PackageSelection::default(),
            cache: true,
            threads: None,
            resolve: Resolve::Cargo,
            programs: None,
        }
    }
}

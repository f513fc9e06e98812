//! The section `[archcheck]` of `govern.toml`, as written; [`Policy`](crate::policy::Policy) is what it means.

use std::collections::BTreeMap;

use govern_gate::Spanned;
use serde::Deserialize;

/// The name of the section, which is that of the gate.
pub const SECTION: &str = "archcheck";

/// The section `[archcheck]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The name of a ready-made architecture that this one starts from: `hexagonal`.
    pub preset: Option<Spanned<String>>,
    /// Whether everything must be in a layer.
    pub closed: Option<bool>,
    /// Whether test code has to obey, too.
    pub tests: Option<bool>,
    /// Layers from the outside to the inside: each may use those behind it.
    pub order: Vec<Spanned<String>>,
    /// Layers by name.
    pub layers: BTreeMap<Spanned<String>, LayerConfig>,
    /// What is not looked at.
    pub exclude: SelectorsConfig,
    /// External crates, standard library paths and modules that must not be used.
    pub forbid: Vec<ForbidConfig>,
    /// Which cycles are looked for.
    pub cycles: CyclesConfig,
}

/// A table `[archcheck.layers.<name>]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct LayerConfig {
    /// Packages or crates: `orders-core`, `*-adapter`.
    pub crates: Vec<Spanned<String>>,
    /// Modules, with what is inside them: `orders::domain`, `**::adapter`.
    pub modules: Vec<Spanned<String>>,
    /// Files: `crates/orders/src/domain/**`.
    pub files: Vec<Spanned<String>>,
    /// What it is among ports and adapters: a layer that is called like a role has it, unless this says otherwise.
    pub role: Option<Spanned<String>>,
    /// The layers it may use, besides itself; `["*"]` for all.
    pub may_use: Option<Vec<Spanned<String>>>,
    /// What must not be used in it, directly, outside of tests.
    pub forbid: Vec<Spanned<String>>,
    /// Why it is a layer; shown with its violations.
    pub because: Option<String>,
}

/// The table `[archcheck.exclude]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct SelectorsConfig {
    /// Packages or crates.
    pub crates: Vec<Spanned<String>>,
    /// Modules, with what is inside them.
    pub modules: Vec<Spanned<String>>,
    /// Files.
    pub files: Vec<Spanned<String>>,
}

/// A table `[[archcheck.forbid]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ForbidConfig {
    /// Crates, and paths in them: `tokio`, `std::fs`, `std::println!`.
    pub names: Vec<Spanned<String>>,
    /// The layers they are forbidden in; all of the workspace if there are none.
    #[serde(default)]
    pub layers: Vec<Spanned<String>>,
    /// The layers they are not forbidden in.
    #[serde(default)]
    pub except: Vec<Spanned<String>>,
    /// In which code, and in which tables of the manifest: `normal`, `dev`, `build`.
    pub kinds: Option<Vec<Spanned<String>>>,
    /// Whether it is forbidden also to use something that uses them.
    #[serde(default)]
    pub transitive: bool,
    /// Why.
    pub because: Option<String>,
}

/// The table `[archcheck.cycles]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct CyclesConfig {
    /// Cycles of packages.
    pub packages: bool,
    /// Whether `[dev-dependencies]` count in cycles of packages; without them cargo allows none.
    pub dev_dependencies: bool,
    /// Cycles of modules.
    pub modules: bool,
}

impl Default for CyclesConfig {
    fn default() -> Self {
        CyclesConfig {
            packages: true,
            dev_dependencies: true,
            modules: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::de::DeserializeOwned;
    use serde_json::Value;

    use super::{Config, CyclesConfig, ForbidConfig, LayerConfig, SelectorsConfig};

    /// The keys that a table takes, as it says itself when it is given another.
    fn keys<T: DeserializeOwned + std::fmt::Debug>() -> BTreeSet<String> {
        let error = toml::from_str::<T>("_ = 0").unwrap_err();
        let names = error.message().split('`').skip(3).step_by(2);
        names.map(str::to_owned).collect()
    }

    fn properties(schema: &Value) -> BTreeSet<String> {
        assert_eq!(schema["additionalProperties"], false);
        schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect()
    }

    #[test]
    fn the_schema_has_the_same_keys() {
        let schema: Value = serde_json::from_str(include_str!("schema.json")).unwrap();
        assert_eq!(properties(&schema), keys::<Config>());
        assert_eq!(properties(&schema["$defs"]["layer"]), keys::<LayerConfig>());
        assert_eq!(
            properties(&schema["$defs"]["selectors"]),
            keys::<SelectorsConfig>()
        );
        assert_eq!(
            properties(&schema["$defs"]["forbid"]),
            keys::<ForbidConfig>()
        );
        assert_eq!(
            properties(&schema["properties"]["cycles"]),
            keys::<CyclesConfig>()
        );
        let presets: Vec<&str> = crate::preset::names().collect();
        assert_eq!(
            schema["properties"]["preset"]["enum"],
            serde_json::json!(presets)
        );
    }
}

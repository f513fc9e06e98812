//! The section `[archcheck]` of `govern.toml`, as written; [`Policy`](crate::policy::Policy) is what it means.

use std::{collections::BTreeMap, fmt};

use govern_gate::Spanned;
use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};

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
    /// Rules of the project.
    pub rule: Vec<RuleConfig>,
    /// Faces of modules.
    pub interface: Vec<InterfaceConfig>,
    /// What components of a kind must consist of.
    pub required: Vec<RequiredConfig>,
    /// What the core keeps away from.
    pub core: CoreConfig,
    /// Where items belong, and how they are called there.
    pub placement: Vec<PlacementConfig>,
    /// In which configurations the workspace is looked at, besides the one it is loaded in.
    pub configuration: Vec<ConfigurationConfig>,
    /// What is asked of ports.
    pub ports: PortsConfig,
    /// What is asked of the domain.
    pub domain: DomainConfig,
    /// Crates that are built for a platform of their own.
    pub guest: Option<GuestConfig>,
    /// Crates that are libraries, and nothing else.
    pub libraries: LibrariesConfig,
    /// What stands in for adapters in tests.
    pub test_doubles: Option<TestDoublesConfig>,
    /// How much may stand in functions.
    pub thinness: Option<ThinnessConfig>,
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
    /// What its code must not do: `true` for all effects, `false` for none, or a list of them. Domain and port are pure
    /// unless this says otherwise.
    pub pure: Option<Spanned<PureConfig>>,
    /// Whether its parts, crates or modules side by side, may not use each other.
    pub independent: bool,
    /// Modules in it that all its parts may use.
    pub common: Vec<Spanned<String>>,
    /// Why it is a layer; shown with its violations.
    pub because: Option<String>,
}

/// What the code of a layer must not do, as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    untagged,
    expecting = "`pure` is `true`, `false` or a list of effects, as in `pure = [\"io\", \"time\"]`"
)]
pub enum PureConfig {
    /// All effects, or none.
    All(bool),
    /// These.
    Some(Vec<String>),
}

/// The table `[archcheck.core]`: what domain, application and port keep away from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct CoreConfig {
    /// Crates for serialization, instead of those that are known.
    pub serialization: Option<Vec<Spanned<String>>>,
    /// Features that it must not ask for: `host`, `guest`.
    pub features: Vec<Spanned<String>>,
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

/// A table `[[archcheck.rule]]`. What it is about is said by [`Area`](crate::policy::area::Area)s.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleConfig {
    /// Its name, which its findings bear.
    pub name: Spanned<String>,
    /// `forbidden`, `required` or `allowed`.
    #[serde(default)]
    pub kind: Option<Spanned<String>>,
    /// Whom it is about.
    pub from: Texts,
    /// Whom it is not about.
    #[serde(default)]
    pub except: Texts,
    /// What they must not use, must use, may use.
    pub to: Texts,
    /// What it is not about.
    #[serde(default)]
    pub to_except: Texts,
    /// The external crates that may be used besides the standard library; all of them if this is not given.
    pub external: Option<Texts>,
    /// By which reading of a use: `any`, `via`, `def`.
    pub reading: Option<Spanned<String>>,
    /// Whether it is forbidden also to use something that uses it.
    #[serde(default)]
    pub transitive: Option<Spanned<bool>>,
    /// In which code, and in which tables of the manifest: `normal`, `dev`, `build`.
    pub kinds: Option<Vec<Spanned<String>>>,
    /// Why.
    pub because: Spanned<String>,
    /// What to do.
    pub help: Option<String>,
}

/// A table `[[archcheck.interface]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InterfaceConfig {
    /// The modules that have a face.
    pub module: Texts,
    /// What belongs to it: modules with what is inside them, names, `self` for the module itself; that alone if this is not
    /// given.
    pub public: Option<Texts>,
    /// Who may use it; everybody if this is not given.
    pub users: Option<Texts>,
    /// Why.
    pub because: Option<String>,
}

/// A table `[[archcheck.required]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequiredConfig {
    /// The components: packages or modules.
    #[serde(rename = "for")]
    pub of: Texts,
    /// Files that they must have.
    #[serde(default)]
    pub files: Vec<Spanned<String>>,
    /// Modules that they must have.
    #[serde(default)]
    pub modules: Vec<Spanned<String>>,
    /// Files that they must not have.
    #[serde(default)]
    pub forbidden_files: Vec<Spanned<String>>,
    /// Why.
    pub because: Option<String>,
}

/// A table `[[archcheck.placement]]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct PlacementConfig {
    /// What they are: `struct`, `enum`, `impl` …
    pub items: Vec<Spanned<String>>,
    /// How they are called: `*Repository`.
    pub named: Texts,
    /// The traits that they implement, by their full paths.
    pub implements: Texts,
    /// The attributes that they bear, and what they derive.
    pub attribute: Texts,
    /// Where they are.
    #[serde(rename = "in")]
    pub within: Texts,
    /// Where they have to be.
    pub must_be_in: Texts,
    /// How they have to be called.
    pub must_be_named: Texts,
    /// Why.
    pub because: Option<String>,
}

/// A table `[[archcheck.configuration]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConfigurationConfig {
    /// Its name, which findings bear that are there only.
    pub name: Spanned<String>,
    /// Features that are on, as `--features`.
    #[serde(default)]
    pub features: Vec<String>,
    /// As `--all-features`.
    #[serde(default)]
    pub all_features: bool,
    /// As `--no-default-features`.
    #[serde(default)]
    pub no_default_features: bool,
    /// The platform, by its triple; the same as that of the workspace if it is not given.
    pub target: Option<String>,
    /// Flags that are on, as `--cfg`: `tokio_unstable`, `backend="gl"`.
    #[serde(default)]
    pub cfg: Vec<Spanned<String>>,
}

/// A text, or several of them.
#[derive(Debug, Clone, Default)]
pub struct Texts(pub Vec<Spanned<String>>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = Spanned::<OneOrMany>::deserialize(deserializer)?;
        let span = texts.span();
        Ok(Texts(match texts.into_inner() {
            OneOrMany::One(text) => vec![Spanned::new(span, text)],
            OneOrMany::Many(texts) => texts,
        }))
    }
}

enum OneOrMany {
    One(String),
    Many(Vec<Spanned<String>>),
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, or a list of strings")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<OneOrMany, E> {
                Ok(OneOrMany::One(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMany, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = list.next_element()? {
                    texts.push(text);
                }
                Ok(OneOrMany::Many(texts))
            }
        }

        // Not derived as untagged: that would lose the places.
        deserializer.deserialize_any(Either)
    }
}

/// The table `[archcheck.ports]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct PortsConfig {
    /// External crates, and paths in them, that the signatures of ports may name: `bytes::Bytes`.
    pub allow: Vec<Spanned<String>>,
    /// Whether each port must be usable as an object.
    pub object_safe: bool,
    /// Whether what stands behind a port must be `Send` and `Sync`.
    pub send_sync: bool,
    /// How many methods a port may have.
    pub max_methods: Option<usize>,
}

/// The table `[archcheck.domain]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct DomainConfig {
    /// External crates, and paths in them, that the domain may show: `rust_decimal::Decimal`.
    pub allow: Vec<Spanned<String>>,
}

/// The table `[archcheck.guest]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct GuestConfig {
    /// Packages or crates: `*-guest`.
    pub crates: Vec<Spanned<String>>,
    /// The platforms that they are built for, by their triples; `wasm32-wasip1` if nothing is said.
    #[serde(default)]
    pub targets: Vec<Spanned<String>>,
    /// What does not work there, besides what is known: packages, features of them (`tokio/net`), paths (`std::fs`).
    #[serde(default)]
    pub native: Vec<Spanned<String>>,
    /// What works there, although it is known not to.
    #[serde(default)]
    pub allow: Vec<Spanned<String>>,
}

/// The table `[archcheck.libraries]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct LibrariesConfig {
    /// Packages or crates, besides those whose layer has the role domain, application, port or shared.
    pub crates: Vec<Spanned<String>>,
}

/// The table `[archcheck.test-doubles]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct TestDoublesConfig {
    /// Modules, with what is inside them; `**::in_memory`, `**::mock` and `**::fake` if nothing is said.
    pub modules: Option<Vec<Spanned<String>>>,
    /// Names of items; `Mock*` and `Fake*` if nothing is said.
    pub items: Option<Vec<Spanned<String>>>,
}

/// The table `[archcheck.thinness]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ThinnessConfig {
    /// Where the functions are.
    #[serde(rename = "for")]
    pub of: Texts,
    /// How many statements may stand in the body of one.
    pub statements: Option<Spanned<u32>>,
    /// How many branches may.
    pub branches: Option<Spanned<u32>>,
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

    use super::{
        Config, ConfigurationConfig, CoreConfig, CyclesConfig, DomainConfig, ForbidConfig,
        GuestConfig, InterfaceConfig, LayerConfig, LibrariesConfig, PlacementConfig, PortsConfig,
        RequiredConfig, RuleConfig, SelectorsConfig, TestDoublesConfig, ThinnessConfig,
    };

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
            properties(&schema["$defs"]["configuration"]),
            keys::<ConfigurationConfig>()
        );
        assert_eq!(
            properties(&schema["$defs"]["placement"]),
            keys::<PlacementConfig>()
        );
        assert_eq!(
            properties(&schema["$defs"]["required"]),
            keys::<RequiredConfig>()
        );
        assert_eq!(properties(&schema["$defs"]["rule"]), keys::<RuleConfig>());
        assert_eq!(
            properties(&schema["$defs"]["interface"]),
            keys::<InterfaceConfig>()
        );
        assert_eq!(
            properties(&schema["properties"]["cycles"]),
            keys::<CyclesConfig>()
        );
        assert_eq!(
            properties(&schema["properties"]["core"]),
            keys::<CoreConfig>()
        );
        let effects: Vec<&str> = crate::policy::effects::Effect::ALL
            .iter()
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(
            schema["$defs"]["layer"]["properties"]["pure"]["anyOf"][1]["items"]["enum"],
            serde_json::json!(effects)
        );
        assert_eq!(
            properties(&schema["properties"]["ports"]),
            keys::<PortsConfig>()
        );
        assert_eq!(
            properties(&schema["properties"]["domain"]),
            keys::<DomainConfig>()
        );
        assert_eq!(
            properties(&schema["properties"]["test-doubles"]),
            keys::<TestDoublesConfig>()
        );
        assert_eq!(
            properties(&schema["properties"]["thinness"]),
            keys::<ThinnessConfig>()
        );
        assert_eq!(
            properties(&schema["properties"]["libraries"]),
            keys::<LibrariesConfig>()
        );
        assert_eq!(
            properties(&schema["properties"]["guest"]),
            keys::<GuestConfig>()
        );
        let presets: Vec<&str> = crate::policy::preset::names().collect();
        assert_eq!(
            schema["properties"]["preset"]["enum"],
            serde_json::json!(presets)
        );
    }
}

//! What the text of a build script says of the `cfg` flags that it may set. Nobody runs it.

use std::collections::{BTreeMap, BTreeSet};

use govern_facts::{Edition, Environment, FileFacts, ItemKind, extract, printed};

use crate::{
    CfgFlag, DependencyKind, EnabledFeatures, TargetKind,
    conditions::Machine,
    describe::Member,
    script_flags::{MaySet, ScriptFlags},
    tree::Tree,
};

/// The flags that the build scripts of a member may set.
pub(crate) fn script_flags(tree: &Tree, member: &Member, machine: &Machine) -> ScriptFlags {
    let scripts = member
        .targets
        .iter()
        .filter(|target| target.kind == TargetKind::BuildScript);
    let mut uses = member
        .dependencies
        .iter()
        .flat_map(|dependency| &dependency.uses);
    // What a script uses may write for it.
    let helped = uses.any(|usage| usage.kind == DependencyKind::Build);
    let told = Told {
        machine,
        enabled: &member.enabled,
    };
    let mut flags = ScriptFlags::default();
    for script in scripts {
        let text = tree.read(&script.root).map(|content| content.bytes);
        let text = text.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        flags = flags.and(match text {
            Some(text) if !helped => read(&text, script.edition, &told),
            _ => ScriptFlags::any(),
        });
    }
    flags
}

/// What cargo tells a build script.
struct Told<'a> {
    machine: &'a Machine,
    enabled: &'a EnabledFeatures,
}

impl Environment for Told<'_> {
    fn is_set(&self, variable: &str) -> Option<bool> {
        if let Some(feature) = variable.strip_prefix("CARGO_FEATURE_") {
            let is_among = |enabled: &BTreeSet<String>| {
                let mut names = enabled.iter().map(|it| it.to_uppercase().replace('-', "_"));
                names.any(|name| name == feature)
            };
            let EnabledFeatures {
                production,
                partly,
                tests,
            } = self.enabled;
            // A script runs for each build, and builds may differ.
            let sometimes = is_among(partly) || is_among(tests);
            return (is_among(production) || !sometimes).then_some(is_among(production));
        }
        match variable {
            "CARGO_CFG_UNIX" => self.machine.holds("unix", None),
            "CARGO_CFG_WINDOWS" => self.machine.holds("windows", None),
            "CARGO_CFG_TARGET_ARCH"
            | "CARGO_CFG_TARGET_OS"
            | "CARGO_CFG_TARGET_ENDIAN"
            | "CARGO_CFG_TARGET_POINTER_WIDTH"
            | "CARGO_MANIFEST_DIR"
            | "OUT_DIR"
            | "TARGET"
            | "HOST" => Some(true),
            _ => None,
        }
    }

    fn has_value(&self, variable: &str, value: &str) -> Option<bool> {
        match variable {
            "TARGET" => Some(self.machine.triple()? == value),
            "CARGO_CFG_TARGET_ARCH" => self.machine.holds("target_arch", Some(value)),
            "CARGO_CFG_TARGET_OS" => self.machine.holds("target_os", Some(value)),
            "CARGO_CFG_TARGET_ENDIAN" => self.machine.holds("target_endian", Some(value)),
            "CARGO_CFG_TARGET_POINTER_WIDTH" => {
                self.machine.holds("target_pointer_width", Some(value))
            }
            // Those of no environment, or of several families, are written in their own way.
            "CARGO_CFG_TARGET_ENV" if !value.is_empty() => {
                self.machine.holds("target_env", Some(value))
            }
            _ => None,
        }
    }
}

/// What instructs cargo to set a flag.
const INSTRUCTION: &str = "rustc-cfg";

fn read(text: &str, edition: Edition, environment: &dyn Environment) -> ScriptFlags {
    if text.contains("mod") || text.contains("include") {
        let (facts, _) = extract(text, edition);
        if is_elsewhere(&facts) {
            return ScriptFlags::any();
        }
    }
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    // How often each flag is named.
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, instruction) in text.match_indices(INSTRUCTION) {
        let behind = &text[at + instruction.len()..];
        let Some(behind) = behind.strip_prefix('=') else {
            return ScriptFlags::any();
        };
        let name = &behind[..behind.find(|c| !is_name(c)).unwrap_or(behind.len())];
        // `rustc-cfg={}` or `rustc-cfg=has_{name}`.
        if name.is_empty() || behind[name.len()..].starts_with('{') {
            return ScriptFlags::any();
        }
        *named.entry(name).or_default() += 1;
    }
    if named.is_empty() {
        return ScriptFlags::default();
    }
    ScriptFlags {
        known: known(text, edition, environment, &named),
        may: MaySet::Named(named.into_keys().map(str::to_owned).collect()),
    }
}

/// Whether a part of it stands in another file.
fn is_elsewhere(facts: &FileFacts) -> bool {
    let mut items = facts.items.iter();
    let mut calls = facts.macro_calls.iter();
    items.any(|item| matches!(item.kind, ItemKind::Module { inline: false }))
        || calls.any(|call| {
            let path = facts.path(call.path);
            facts.segments(path.segments).next_back() == Some("include")
        })
}

/// The flags of which each place that names them is known to be reached, or not to be.
fn known(
    text: &str,
    edition: Edition,
    environment: &dyn Environment,
    named: &BTreeMap<&str, usize>,
) -> BTreeMap<String, BTreeSet<Option<String>>> {
    let mut decided: BTreeMap<String, (usize, BTreeSet<Option<String>>)> = BTreeMap::new();
    for said in printed(text, edition, environment) {
        let instruction = said.text.strip_prefix("cargo:");
        let instruction = instruction.map(|it| it.strip_prefix(':').unwrap_or(it));
        let flag = instruction.and_then(|it| it.strip_prefix(INSTRUCTION)?.strip_prefix('='));
        if let (Some(flag), Some(is_printed)) = (flag.and_then(CfgFlag::parse), said.printed) {
            let (places, values) = decided.entry(flag.name).or_default();
            *places += 1;
            values.extend(is_printed.then_some(flag.value));
        }
    }
    let decided = decided.into_iter();
    let whole = decided.filter(|(name, (places, _))| named.get(name.as_str()) == Some(places));
    whole.map(|(name, (_, values))| (name, values)).collect()
}

#[cfg(test)]
mod tests {
    use govern_facts::Edition;

    use super::{EnabledFeatures, Machine, MaySet, ScriptFlags, Told};

    fn read(text: &str) -> ScriptFlags {
        let machine = Machine::new(Some("x86_64-unknown-linux-gnu")).unwrap();
        let enabled = EnabledFeatures {
            production: ["fast-path".to_owned()].into(),
            tests: ["fast-path".to_owned(), "mock".to_owned()].into(),
            ..EnabledFeatures::default()
        };
        let told = Told {
            machine: &machine,
            enabled: &enabled,
        };
        super::read(text, Edition::E2021, &told)
    }

    #[test]
    fn flags_are_those_that_the_text_names() {
        let flags = |text: &str| read(text).may;
        let named =
            |names: &[&str]| MaySet::Named(names.iter().map(|&name| name.to_owned()).collect());
        assert_eq!(
            flags("fn main() { println!(\"cargo:rerun-if-changed=x\"); }"),
            MaySet::None
        );
        assert_eq!(
            flags(
                r#"println!("cargo:rustc-check-cfg=cfg(other)"); println!("cargo:rustc-cfg=wide=\"64\""); println!("cargo::rustc-cfg=fast");"#
            ),
            named(&["fast", "wide"])
        );
        for open in [
            r#"println!("cargo::rustc-cfg={}", name);"#,
            r#"println!("cargo::rustc-cfg=has_{name}");"#,
            r#"println!("cargo::{}{}", "rustc-cfg", name);"#,
            "mod helper; fn main() { helper::run() }",
            "fn main() { include!(\"other.rs\") }",
        ] {
            assert_eq!(flags(open), MaySet::Any, "{open}");
        }
    }

    #[test]
    fn several_scripts_set_what_each_sets() {
        let named = read("rustc-cfg=a");
        assert_eq!(named.clone().and(ScriptFlags::default()), named);
        let both = named.clone().and(read("rustc-cfg=b"));
        assert_eq!(both.sets("a", None), None);
        assert_eq!(both.sets("b", None), None);
        assert_eq!(both.sets("c", None), Some(false));
        assert_eq!(named.and(ScriptFlags::any()).sets("c", None), None);
        let sets = read(r#"fn main() { println!("cargo:rustc-cfg=a"); }"#);
        assert_eq!(
            sets.clone().and(read("rustc-cfg=b")).sets("a", None),
            Some(true)
        );
        assert_eq!(sets.and(read("rustc-cfg=a")).sets("a", None), None);
    }

    #[test]
    fn the_environment_decides_what_is_set() {
        let flags = read(
            r#"
            fn main() {
                println!("cargo:rustc-check-cfg=cfg(wide)");
                let arch = std::env::var("CARGO_CFG_TARGET_ARCH").unwrap();
                match arch.as_str() {
                    "x86_64" | "aarch64" => println!("cargo:rustc-cfg=wide=\"64\""),
                    _ => println!("cargo:rustc-cfg=wide=\"32\""),
                }
                if std::env::var_os("CARGO_FEATURE_FAST_PATH").is_some() {
                    println!("cargo::rustc-cfg=fast");
                }
                if std::env::var_os("CARGO_CFG_WINDOWS").is_some() {
                    println!("cargo::rustc-cfg=slow");
                }
                if std::env::var_os("CARGO_FEATURE_MOCK").is_some() {
                    println!("cargo::rustc-cfg=mocked");
                }
                if probe() {
                    println!("cargo::rustc-cfg=probed");
                }
                println!("cargo::rustc-cfg=twice");
                helper();
            }
            fn helper() { println!("cargo::rustc-cfg=twice"); }
            "#,
        );
        assert_eq!(flags.sets("wide", Some("64")), Some(true));
        assert_eq!(flags.sets("wide", Some("32")), Some(false));
        assert_eq!(flags.sets("wide", None), Some(false));
        assert_eq!(flags.sets("fast", None), Some(true));
        assert_eq!(flags.sets("slow", None), Some(false));
        assert_eq!(flags.sets("mocked", None), None);
        assert_eq!(flags.sets("probed", None), None);
        // What is also said elsewhere is not known.
        assert_eq!(flags.sets("twice", None), None);
        assert_eq!(flags.sets("other", None), Some(false));
    }
}

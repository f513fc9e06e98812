//! Which conditions (`cfg`) hold for a package.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use rustc_hash::FxHashMap;
use target_spec::{Platform, TargetFeatures, TargetSpec};

use crate::{CfgFlag, EnabledFeatures, Error, script_flags::ScriptFlags};

/// What code is asked about: how it is in the program, or how it is where tests are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// Built without tests.
    Production,
    /// Built with `cfg(test)`, and with what dev-dependencies switch on.
    Test,
}

/// Which conditions (`cfg`) hold for a package: for [`FileFacts::evaluate`](govern_facts::FileFacts::evaluate).
#[derive(Debug, Clone, Copy)]
pub struct Conditions<'a> {
    pub(crate) code: CodeKind,
    pub(crate) enabled: &'a EnabledFeatures,
    pub(crate) machine: &'a Machine,
    pub(crate) script: &'a ScriptFlags,
}

/// The platform, and what was asked about it.
#[derive(Debug)]
pub(crate) struct Machine {
    platform: Option<Platform>,
    /// Whether it was asked for, not just the one that we are on.
    chosen: bool,
    /// The flags that the compiler is given.
    flags: BTreeSet<CfgFlag>,
    asked: Mutex<FxHashMap<Asked, Option<bool>>>,
}

/// A flag, or a key and a value.
type Asked = (String, Option<String>);

impl Conditions<'_> {
    /// Whether a flag (`unix`) or a pair (`feature`, `"x"`) holds. `None` is: in some builds, or not known.
    ///
    /// Features, the platform and `test` are known exactly; a feature that only the package for build scripts and
    /// procedural macros has, or only the other one, holds in some builds, and so does `debug_assertions`. Flags that are
    /// given to the compiler hold, flags that nobody sets (`loom`, `fuzzing`) do not, except those that the package's
    /// build script may set.
    pub fn holds(&self, flag: &str, value: Option<&str>) -> Option<bool> {
        match (flag, value) {
            ("feature", Some(feature)) => match self.code {
                CodeKind::Production if self.enabled.partly.contains(feature) => None,
                CodeKind::Production => Some(self.enabled.production.contains(feature)),
                CodeKind::Test => Some(self.enabled.tests.contains(feature)),
            },
            ("test", None) => Some(self.code == CodeKind::Test),
            ("debug_assertions" | "overflow_checks" | "ub_checks" | "proc_macro", None)
            | ("panic", Some(_)) => None,
            _ if self.machine.is_given(flag, value) => Some(true),
            ("doc" | "doctest" | "miri" | "rust_analyzer" | "clippy" | "rustfmt", None) => {
                Some(false)
            }
            ("unix" | "windows", None) => self.machine.holds(flag, value),
            (_, Some(_)) if flag.starts_with("target_") => self.machine.holds(flag, value),
            _ => self.script.sets(flag, value),
        }
    }
}

/// Flags of the compiler and of tools that look at code in their own way: nobody sets them for a project.
const OF_TOOLS: [&str; 33] = [
    "accessible",
    "bootstrap",
    "clippy",
    "coverage",
    "coverage_nightly",
    "debug_assertions",
    "doc",
    "docsrs",
    "doctest",
    "docs_rs",
    "dylint_lib",
    "feature",
    "fuzzing",
    "kani",
    "loom",
    "miri",
    "overflow_checks",
    "panic",
    "proc_macro",
    "relocation_model",
    "rust_analyzer",
    "rustdoc",
    "rustfmt",
    "sanitize",
    "shuttle",
    "tarpaulin",
    "tarpaulin_include",
    "test",
    "ub_checks",
    "unix",
    "version",
    "verus_keep_ghost",
    "windows",
];

impl Conditions<'_> {
    /// Whether a flag does not hold because nobody sets it, although the project could: it is none of a feature, of the
    /// platform, of the compiler or of a tool.
    pub fn is_unset(&self, flag: &str, value: Option<&str>) -> bool {
        let is_known = OF_TOOLS.contains(&flag) || flag.starts_with("target_");
        !is_known && self.holds(flag, value) == Some(false)
    }
}

impl Machine {
    /// The machine a target triple names, or this one.
    pub(crate) fn new(triple: Option<&str>) -> Result<Machine, Error> {
        let Some(triple) = triple else {
            return Ok(Machine::here());
        };
        let platform = Platform::new(triple.to_owned(), TargetFeatures::Unknown).map_err(|_| {
            Error::UnknownTarget {
                triple: triple.to_owned(),
            }
        })?;
        Ok(Machine {
            platform: Some(platform),
            chosen: true,
            flags: BTreeSet::new(),
            asked: Mutex::default(),
        })
    }

    /// The same with more flags.
    pub(crate) fn with(&self, flags: impl IntoIterator<Item = CfgFlag>) -> Machine {
        let flags: BTreeSet<CfgFlag> = self.flags.iter().cloned().chain(flags).collect();
        let mut platform = self.platform.clone();
        if let Some(platform) = &mut platform {
            // Manifests may ask for them, too: `[target.'cfg(flag)'.dependencies]`.
            let plain = flags.iter().filter(|flag| flag.value.is_none());
            platform.add_flags(plain.map(|flag| flag.name.clone()));
        }
        Machine {
            platform,
            chosen: self.chosen,
            flags,
            asked: Mutex::default(),
        }
    }

    /// Whether it was asked for, not just the one that we are on.
    pub(crate) fn is_chosen(&self) -> bool {
        self.chosen
    }

    /// The triple of the platform.
    pub(crate) fn triple(&self) -> Option<&str> {
        Some(self.platform.as_ref()?.triple_str())
    }

    /// What makes it differ from another one.
    pub(crate) fn identity(&self) -> (Option<&str>, bool, &BTreeSet<CfgFlag>) {
        (self.triple(), self.chosen, &self.flags)
    }

    fn is_given(&self, flag: &str, value: Option<&str>) -> bool {
        let mut flags = self.flags.iter();
        flags.any(|given| given.name == flag && given.value.as_deref() == value)
    }

    /// This machine.
    pub(crate) fn here() -> Machine {
        // On one that the list of targets does not know, conditions on the platform stay open.
        Machine {
            platform: Platform::build_target().ok(),
            chosen: false,
            flags: BTreeSet::new(),
            asked: Mutex::default(),
        }
    }

    /// Whether what a manifest says a dependency is for, `cfg(unix)` or a triple, is this machine.
    pub(crate) fn fits(&self, target: &str) -> Option<bool> {
        let spec = TargetSpec::new(target.to_owned()).ok()?;
        spec.eval(self.platform.as_ref()?)
    }

    /// Whether a condition on the platform holds.
    pub(crate) fn holds(&self, flag: &str, value: Option<&str>) -> Option<bool> {
        let platform = self.platform.as_ref()?;
        let key = (flag.to_owned(), value.map(str::to_owned));
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        *asked.entry(key).or_insert_with(|| {
            let expression = match value {
                Some(value) => format!("cfg({flag} = {value:?})"),
                None => format!("cfg({flag})"),
            };
            TargetSpec::new(expression).ok()?.eval(platform)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{CodeKind, Conditions, Machine};
    use crate::EnabledFeatures;
    use crate::script_flags::{MaySet, ScriptFlags};

    fn may_set(flag: &str) -> ScriptFlags {
        ScriptFlags {
            may: MaySet::Named([flag.to_owned()].into()),
            ..ScriptFlags::default()
        }
    }

    #[test]
    fn features_and_the_platform_are_known() {
        let machine = Machine::new(Some("x86_64-pc-windows-msvc")).unwrap();
        let set = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
        let enabled = EnabledFeatures {
            production: set(&["std"]),
            partly: set(&["build"]),
            tests: set(&["mock", "std"]),
        };
        let conditions = Conditions {
            code: CodeKind::Production,
            enabled: &enabled,
            machine: &machine,
            script: &ScriptFlags::default(),
        };
        assert_eq!(conditions.holds("feature", Some("std")), Some(true));
        assert_eq!(conditions.holds("feature", Some("alloc")), Some(false));
        assert_eq!(conditions.holds("windows", None), Some(true));
        assert_eq!(conditions.holds("unix", None), Some(false));
        assert_eq!(conditions.holds("target_os", Some("windows")), Some(true));
        assert_eq!(
            conditions.holds("target_pointer_width", Some("32")),
            Some(false)
        );
        assert_eq!(conditions.holds("test", None), Some(false));
        assert_eq!(conditions.holds("feature", Some("mock")), Some(false));
        assert_eq!(conditions.holds("feature", Some("build")), None);
        let tests = Conditions {
            code: CodeKind::Test,
            ..conditions
        };
        assert_eq!(tests.holds("test", None), Some(true));
        assert_eq!(tests.holds("feature", Some("mock")), Some(true));
        assert_eq!(tests.holds("feature", Some("build")), Some(false));
        assert_eq!(conditions.holds("loom", None), Some(false));
    }

    #[test]
    fn a_build_script_may_set_flags() {
        let machine = Machine::here();
        let script = may_set("has_atomics");
        let conditions = Conditions {
            code: CodeKind::Production,
            enabled: &Default::default(),
            machine: &machine,
            script: &script,
        };
        assert_eq!(conditions.holds("has_atomics", None), None);
        assert_eq!(conditions.holds("has_atomics", Some("64")), None);
        assert_eq!(conditions.holds("loom", None), Some(false));
        assert_eq!(conditions.holds("feature", Some("x")), Some(false));
    }

    #[test]
    fn an_unknown_triple_is_an_error() {
        assert!(Machine::new(Some("riscv-nonsense")).is_err());
    }

    #[test]
    fn flags_that_are_given_hold_and_others_are_unset() {
        let flag = |text: &str| crate::CfgFlag::parse(text).unwrap();
        let machine = Machine::here().with([flag("fast"), flag("backend=\"gl\"")]);
        let conditions = Conditions {
            code: CodeKind::Production,
            enabled: &Default::default(),
            machine: &machine,
            script: &may_set("probed"),
        };
        assert_eq!(conditions.holds("fast", None), Some(true));
        assert_eq!(conditions.holds("backend", Some("gl")), Some(true));
        assert_eq!(conditions.holds("backend", Some("vk")), Some(false));
        for (name, value, unset) in [
            ("fast", None, false),
            ("slow", None, true),
            ("backend", Some("vk"), true),
            ("probed", None, false),
            ("feature", Some("x"), false),
            ("target_os", Some("none"), false),
            ("windows", None, false),
            ("loom", None, false),
        ] {
            assert_eq!(conditions.is_unset(name, value), unset, "{name}");
        }
    }
}

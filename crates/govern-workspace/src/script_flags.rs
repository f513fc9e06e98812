//! Which `cfg` flags the build script of a package may set. Nobody runs it: its text says which it names.

use std::collections::BTreeSet;

use crate::{DependencyKind, TargetKind, describe::Member, tree::Tree};

/// The flags that a build script may set, or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum ScriptFlags {
    /// None: there is no script, or it sets none.
    #[default]
    None,
    /// These.
    Named(BTreeSet<String>),
    /// Any, as far as its text tells.
    Any,
}

impl ScriptFlags {
    /// The flags that the build scripts of a member may set.
    pub(crate) fn of(tree: &Tree, member: &Member) -> ScriptFlags {
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
        let mut flags = ScriptFlags::None;
        for script in scripts {
            let text = tree.read(&script.root).map(|content| content.bytes);
            let text = text.ok().and_then(|bytes| String::from_utf8(bytes).ok());
            flags = flags.and(match text {
                Some(text) if !helped => ScriptFlags::read(&text),
                _ => ScriptFlags::Any,
            });
        }
        flags
    }

    /// Whether a flag may be one of them.
    pub(crate) fn may_set(&self, flag: &str) -> bool {
        match self {
            ScriptFlags::None => false,
            ScriptFlags::Named(names) => names.contains(flag),
            ScriptFlags::Any => true,
        }
    }

    fn read(text: &str) -> ScriptFlags {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let mut words = text.split(|c| !is_name(c));
        // The rest of it is elsewhere.
        if words.any(|word| word == "mod" || word == "include") {
            return ScriptFlags::Any;
        }
        let mut names = BTreeSet::new();
        for (at, instruction) in text.match_indices("rustc-cfg") {
            let behind = &text[at + instruction.len()..];
            let Some(behind) = behind.strip_prefix('=') else {
                return ScriptFlags::Any;
            };
            let name = &behind[..behind.find(|c| !is_name(c)).unwrap_or(behind.len())];
            // `rustc-cfg={}` or `rustc-cfg=has_{name}`.
            if name.is_empty() || behind[name.len()..].starts_with('{') {
                return ScriptFlags::Any;
            }
            names.insert(name.to_owned());
        }
        if names.is_empty() {
            return ScriptFlags::None;
        }
        ScriptFlags::Named(names)
    }

    fn and(self, other: ScriptFlags) -> ScriptFlags {
        match (self, other) {
            (ScriptFlags::None, flags) | (flags, ScriptFlags::None) => flags,
            (ScriptFlags::Named(mut names), ScriptFlags::Named(others)) => {
                names.extend(others);
                ScriptFlags::Named(names)
            }
            _ => ScriptFlags::Any,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ScriptFlags;

    #[test]
    fn flags_are_those_that_the_text_names() {
        let flags = |text: &str| ScriptFlags::read(text);
        let named = |names: &[&str]| {
            ScriptFlags::Named(names.iter().map(|&name| name.to_owned()).collect())
        };
        assert_eq!(
            flags("fn main() { println!(\"cargo:rerun-if-changed=x\"); }"),
            ScriptFlags::None
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
        ] {
            assert_eq!(flags(open), ScriptFlags::Any, "{open}");
        }
    }

    #[test]
    fn several_scripts_set_what_each_sets() {
        let named = ScriptFlags::read("rustc-cfg=a");
        assert_eq!(named.clone().and(ScriptFlags::None), named);
        let both = named.clone().and(ScriptFlags::read("rustc-cfg=b"));
        assert!(both.may_set("a") && both.may_set("b") && !both.may_set("c"));
        assert!(named.and(ScriptFlags::Any).may_set("c"));
    }
}

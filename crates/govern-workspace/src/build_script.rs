//! What the text of a build script says of the `cfg` flags that it may set. Nobody runs it.

use std::collections::BTreeSet;

use crate::{DependencyKind, TargetKind, describe::Member, script_flags::ScriptFlags, tree::Tree};

/// The flags that the build scripts of a member may set.
pub(crate) fn script_flags(tree: &Tree, member: &Member) -> ScriptFlags {
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
            Some(text) if !helped => read(&text),
            _ => ScriptFlags::Any,
        });
    }
    flags
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

#[cfg(test)]
mod tests {
    use super::{ScriptFlags, read};

    #[test]
    fn flags_are_those_that_the_text_names() {
        let flags = |text: &str| read(text);
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
        let named = read("rustc-cfg=a");
        assert_eq!(named.clone().and(ScriptFlags::None), named);
        let both = named.clone().and(read("rustc-cfg=b"));
        assert!(both.may_set("a") && both.may_set("b") && !both.may_set("c"));
        assert!(named.and(ScriptFlags::Any).may_set("c"));
    }
}

//! `orphan_module`: a Rust file among the sources of a package is part of no target.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::model::architecture::Architecture;

/// A Rust file among the sources of a package is part of no target.
pub(super) static RULE: Rule<Architecture> = Rule {
    info: RuleInfo {
        gate: "archcheck",
        name: "orphan_module",
        summary: "a Rust file among the sources of a package is part of no target",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds Rust files beside and below the root of a library or program that no `mod` leads to, under whatever condition. One
finding stands for a file and those that it could declare.

A file is not accused if it may be meant by something else than `mod`: an `include!`, a macro among items, or a string in an
attribute that names it or a directory it lies in. Neither are files that say that they are generated, those in `testdata`,
`fixtures`, `snapshots`, `generated` and the like, those in `src/bin`, and those of `[archcheck.exclude]`. Tests, examples
and benches have directories of their own, which are not looked at.

### Why is this bad?

The compiler does not see the file: it rots, its tests do not run, and whoever changes it wonders why nothing happens. Most
often a `mod` was lost in a merge.

### Example

```text
src/lib.rs        mod order;
src/order.rs
src/customer.rs
```

### Use instead

```text
src/lib.rs        mod order; mod customer;
src/order.rs
src/customer.rs
```

or remove `src/customer.rs`.
"#;

fn check(architecture: &Architecture, findings: &mut Findings) {
    let in_view = architecture.module_rows();
    findings.checked(in_view.filter(|&row| architecture.is_in_view(row)).count());
    for orphan in &architecture.orphans {
        let finding = findings.report(
            orphan.span,
            orphan.path.clone(),
            format!("the file `{}` is part of no target", orphan.path),
        );
        finding.label("no `mod` leads here");
        match orphan.inside {
            0 => {}
            1 => _ = finding.note("neither is the file below it"),
            count => _ = finding.note(format!("neither are the {count} files below it")),
        }
        finding.help(match &orphan.parent {
            Some(parent) if orphan.inline => format!(
                "`{parent}` declares `mod {0} {{ … }}` with its contents: move what is here into that, or that into this file and declare it with `mod {0};`; or remove this one",
                orphan.name
            ),
            Some(parent) => format!(
                "declare it in `{parent}`: `mod {};`, or remove it",
                orphan.name
            ),
            None => "remove it, or declare it where it belongs".to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::fixture::{check, findings, session};

    const LOST: &str = "x/src/lost.rs:1:``: the file `x/src/lost.rs` is part of no target";

    fn found(code: &str) -> Vec<String> {
        check(&RULE, &format!("//- x/src/lost.rs\n{code}"))
    }

    #[test]
    fn a_file_without_a_mod_is_found_with_what_is_below_it() {
        let text = "
//- x/src/lib.rs
mod used;
//- x/src/used.rs
#[cfg(windows)] mod win;
//- x/src/used/win.rs
//- x/src/used/gone.rs
//- x/src/old/mod.rs
mod a;
//- x/src/old/a.rs
//- x/src/old/a/b.rs
";
        assert_eq!(
            check(&RULE, text),
            [
                "x/src/old/mod.rs:1:``: the file `x/src/old/mod.rs` is part of no target",
                "x/src/used/gone.rs:1:``: the file `x/src/used/gone.rs` is part of no target",
            ]
        );
        let session = session(text);
        let found = findings(&RULE, &session);
        assert_eq!(found.found()[0].notes, ["neither are the 2 files below it"]);
        let help: Vec<&str> = found.found().iter().map(|it| it.help[0].as_str()).collect();
        assert_eq!(
            help,
            [
                "declare it in `x/src/lib.rs`: `mod old;`, or remove it",
                "declare it in `x/src/used.rs`: `mod gone;`, or remove it",
            ]
        );
    }

    #[test]
    fn a_module_that_is_declared_inline_is_not_declared_again() {
        let text = "
//- x/src/lib.rs
mod services { pub struct S; }
mod other { mod lost {} }
//- x/src/services.rs
pub struct T;
//- x/src/lost.rs
";
        let session = session(text);
        let found = findings(&RULE, &session);
        let help: Vec<&str> = found.found().iter().map(|it| it.help[0].as_str()).collect();
        assert_eq!(
            help,
            [
                "declare it in `x/src/lib.rs`: `mod lost;`, or remove it",
                "`x/src/lib.rs` declares `mod services { … }` with its contents: move what is here into that, or that into this file and declare it with `mod services;`; or remove this one",
            ]
        );
    }

    #[test]
    fn what_may_be_meant_otherwise_is_not_accused() {
        assert_eq!(found("//- x/src/lib.rs\nfn lost() {}"), [LOST]);
        for code in [
            "//- x/src/lib.rs\ninclude!(\"lost.rs\");",
            "//- x/src/lib.rs\nconst T: &str = include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/src/lost.rs\"));",
            "//- x/src/lib.rs\nmodules!(lost, other);",
            "//- x/src/lib.rs\nmodules!(mod lost;);\n//- x/src/other.rs\n",
            "//- x/src/lib.rs\n#[cases(in = \"src/lost.rs\")] fn f() {}",
            "//- x/src/lib.rs\n#[path = \"lost.rs\"] mod found;",
            "//- x/src/lib.rs\n#[cfg(feature = \"never\")] mod lost;",
            "//- x/src/lib.rs\n#[cfg_attr(windows, path = \"lost.rs\")] mod a;\n//- x/src/a.rs\n",
        ] {
            let lines = found(code);
            assert!(!lines.contains(&LOST.to_owned()), "{code}: {lines:#?}");
        }
    }

    #[test]
    fn data_programs_tests_and_what_is_excluded_are_no_orphans() {
        let text = "
//- x/Cargo.toml
[package]
name = \"x\"
edition = \"2024\"
autobins = false
//- x/src/lib.rs
//- x/src/main.rs
//- x/src/bin/tool.rs
//- x/src/fixtures/a.rs
//- x/src/generated/a.rs
//- x/src/made.rs
// This file was generated by a program.
//- x/tests/ui/a.rs
//- x/examples/shared/a.rs
//- x/benches/shared/a.rs
//- x/src/legacy/a.rs
//- govern.toml
[archcheck]
exclude.files = [\"x/src/legacy/**\"]
";
        assert_eq!(check(&RULE, text), [""; 0]);
        assert_eq!(
            check(&RULE, &text.replace("legacy/**", "other/**")).len(),
            1
        );
        let package = text.replace("files = [\"x/src/legacy/**\"]", "crates = [\"x\"]");
        assert_eq!(check(&RULE, &package), [""; 0]);
    }
}

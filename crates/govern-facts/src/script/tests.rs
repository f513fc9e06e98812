//! What is known of what a script prints.

use super::{Environment, printed};
use crate::Edition;

/// A small machine with one feature.
struct Machine;

impl Environment for Machine {
    fn is_set(&self, variable: &str) -> Option<bool> {
        match variable {
            "ARCH" | "WIDTH" | "FEATURE_STD" => Some(true),
            "FEATURE_ALLOC" => Some(false),
            _ => None,
        }
    }

    fn has_value(&self, variable: &str, value: &str) -> Option<bool> {
        match variable {
            "ARCH" => Some(value == "arm"),
            "WIDTH" => Some(value == "32"),
            _ => None,
        }
    }
}

/// What a `main` with this body prints: as it is, with `?` where that is not known; without what it does not.
fn said(body: &str) -> String {
    let text = format!("use std::env;\nfn main() {{ {body} }}");
    let said = printed(&text, Edition::E2021, &Machine);
    let said = said.iter().filter_map(|it| match it.printed {
        Some(true) => Some(it.text.clone()),
        Some(false) => None,
        None => Some(format!("{}?", it.text)),
    });
    said.collect::<Vec<_>>().join(" ")
}

#[test]
fn conditions_on_the_environment_decide() {
    for (condition, holds) in [
        ("env::var(\"ARCH\").unwrap() == \"arm\"", "yes"),
        ("env::var(\"ARCH\").unwrap() != \"arm\"", "no"),
        ("\"x86\" == env::var_os(\"ARCH\").unwrap()", "no"),
        (
            "std::env::var(\"ARCH\").as_deref() == Ok(\"arm\")",
            "yes? no?",
        ),
        (
            "!(env::var(\"ARCH\").expect(\"set\").as_str() == \"x86\")",
            "yes",
        ),
        (
            "env::var(\"ARCH\").unwrap() == \"x86\" || env::var(\"WIDTH\").unwrap() == \"32\"",
            "yes",
        ),
        ("env::var(\"ARCH\").unwrap() == \"x86\" && probe()", "no"),
        ("probe() || env::var(\"WIDTH\").unwrap() == \"32\"", "yes"),
        (
            "probe() || env::var(\"WIDTH\").unwrap() == \"64\"",
            "yes? no?",
        ),
        ("env::var_os(\"FEATURE_STD\").is_some()", "yes"),
        ("env::var(\"FEATURE_ALLOC\").is_ok()", "no"),
        ("env::var(\"FEATURE_ALLOC\").is_err()", "yes"),
        ("env::var(\"OTHER\").is_ok()", "yes? no?"),
        (
            "let Ok(arch) = env::var(\"ARCH\") && arch == \"arm\"",
            "yes",
        ),
        ("let Some(_) = env::var_os(\"FEATURE_ALLOC\")", "no"),
        ("let Err(_) = env::var(\"ARCH\")", "no"),
        (
            "matches!(env::var(\"ARCH\").unwrap().as_str(), \"x86\" | \"arm\")",
            "yes",
        ),
        (
            "matches!(&*env::var(\"ARCH\").unwrap(), \"x86\" | \"mips\")",
            "no",
        ),
        (
            "matches!(env::var(\"ARCH\").unwrap().as_str(), ARM)",
            "yes? no?",
        ),
        ("env::var(\"ARCH\").unwrap().starts_with(\"a\")", "yes? no?"),
        ("cfg!(windows)", "yes? no?"),
    ] {
        let body = format!("if {condition} {{ println!(\"yes\"); }} else {{ println!(\"no\"); }}");
        assert_eq!(said(&body), holds, "{condition}");
    }
}

#[test]
fn the_arm_that_fits_is_taken() {
    let arms = "\"x86\" | \"mips\" => println!(\"one\"), \"arm\" => { println!(\"two\"); } _ => println!(\"three\"),";
    let of = |scrutinee: &str, arms: &str| {
        said(&format!(
            "match {scrutinee} {{ {arms} }} println!(\"end\");"
        ))
    };
    assert_eq!(of("env::var(\"ARCH\").unwrap().as_str()", arms), "two end");
    assert_eq!(
        of("env::var(\"WIDTH\").unwrap().as_str()", arms),
        "three end"
    );
    assert_eq!(of("probe()", arms), "one? two? three? end");
    let guarded = "\"arm\" if probe() => println!(\"one\"), other => println!(\"two\"),";
    assert_eq!(
        of("env::var(\"ARCH\").unwrap().as_str()", guarded),
        "one? two? end"
    );
    let results = "Ok(arch) if arch == \"arm\" => {} Ok(_) => println!(\"one\"), Err(_) => println!(\"two\"),";
    assert_eq!(of("env::var(\"ARCH\")", results), "one? end");
    let constant = "ARM => println!(\"one\"), _ => println!(\"two\"),";
    assert_eq!(
        of("env::var(\"ARCH\").unwrap().as_str()", constant),
        "one? two? end"
    );
}

#[test]
fn names_mean_what_they_were_bound_to_last() {
    let ask = "if arch == \"arm\" { println!(\"yes\"); }";
    let arch = "let arch = env::var(\"ARCH\").unwrap();";
    assert_eq!(said(&format!("{arch} {ask}")), "yes");
    assert_eq!(said(&format!("{arch} let arch = probe(); {ask}")), "yes?");
    assert_eq!(
        said(&format!("{arch} {{ let arch = probe(); }} {ask}")),
        "yes"
    );
    assert_eq!(
        said(&format!("{arch} let (arch, _) = probe(); {ask}")),
        "yes?"
    );
    assert_eq!(
        said(
            "let mut arch = env::var(\"ARCH\").unwrap(); arch.push('x'); if arch == \"arm\" { println!(\"yes\"); }"
        ),
        "yes?"
    );
    assert_eq!(
        said(&format!("{arch} if let Some(arch) = probe() {{ {ask} }}")),
        "yes?"
    );
}

#[test]
fn who_leaves_prints_no_more() {
    let end = "println!(\"end\");";
    assert_eq!(
        said(&format!(
            "if env::var(\"ARCH\").unwrap() == \"arm\" {{ return; }} {end}"
        )),
        ""
    );
    assert_eq!(
        said(&format!(
            "if env::var(\"ARCH\").unwrap() == \"x86\" {{ return; }} {end}"
        )),
        "end"
    );
    assert_eq!(said(&format!("if probe() {{ return; }} {end}")), "end?");
    assert_eq!(said(&format!("if probe() {{ other(); }} {end}")), "end");
    assert_eq!(
        said(&format!(
            "let Ok(_) = env::var(\"FEATURE_ALLOC\") else {{ return }}; {end}"
        )),
        ""
    );
    assert_eq!(
        said(&format!(
            "let Ok(_) = env::var(\"ARCH\") else {{ return }}; {end}"
        )),
        "end"
    );
    assert_eq!(
        said(&format!(
            "let x = match probe() {{ Some(x) => x, None => return }}; {end}"
        )),
        "end?"
    );
    assert_eq!(said(&format!("std::process::exit(0); {end}")), "");
    assert_eq!(
        said(&format!("for x in probe() {{ println!(\"in\"); }} {end}")),
        "in? end"
    );
    assert_eq!(
        said(&format!("#[cfg(windows)] println!(\"w\"); {end}")),
        "w? end"
    );
}

#[test]
fn only_plain_texts_of_main_are_known() {
    assert_eq!(
        said("println!(\"a=\\\"b\\\"\"); println!(r#\"c=\"d\"\"#);"),
        "a=\"b\" c=\"d\""
    );
    assert_eq!(
        said("println!(\"{x}\"); println!(\"{}\", x); print!(\"x\"); probe(|| println!(\"y\"));"),
        ""
    );
    assert_eq!(
        printed("fn f() { println!(\"x\"); }", Edition::E2021, &Machine),
        []
    );
    assert_eq!(
        printed("fn main() { println!(\"x\");", Edition::E2021, &Machine),
        []
    );
    let deep = format!(
        "fn main() {{ if {}x {{ println!(\"x\"); }} }}",
        "x || ".repeat(100_000)
    );
    assert_eq!(printed(&deep, Edition::E2021, &Machine)[0].printed, None);
}

#[test]
fn broken_scripts_are_no_reason_to_stop() {
    let source = "fn main() { let (a, b) = c!(d); if let Some(x) = env::var(\"X\") && matches!(x.y(), \"a\" | \"b\") { println!(\"z\"); return; } else { match x { \"a\" if b => {} | None | [c, ..] => loop { break 'd }, _ => e? } } }";
    let (lexed, _) = crate::tokens::Lexed::new(source, Edition::E2024);
    for token in &lexed.tokens {
        let (start, end) = (token.start as usize, token.end as usize);
        printed(&source[..end], Edition::E2024, &Machine);
        let without = format!("{}{}", &source[..start], &source[end..]);
        printed(&without, Edition::E2024, &Machine);
    }
}

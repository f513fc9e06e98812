//! How long the gate takes once the workspace is loaded and its names are linked: the model and all rules.

use std::{collections::BTreeMap, fmt::Write};

use cargo_archcheck::GATE;
use divan::Bencher;
use govern_gate::{Date, Gate, Options, Session};
use govern_workspace::Workspace;

fn main() {
    divan::main();
}

/// Modules in four layers, each with `FUNCTIONS` functions of eight lines that use names of other modules.
const FUNCTIONS: usize = 40;

const CONFIG: &str = r#"
[archcheck]
preset = "hexagonal"
closed = true

[archcheck.layers.shared]
modules = ["service"]

[[archcheck.forbid]]
names = ["tokio", "std::fs"]
layers = ["domain"]
transitive = true
"#;

fn workspace(modules: usize) -> Workspace {
    let layers = ["adapter", "application", "domain", "port"];
    let mut files = BTreeMap::new();
    let manifest = "[package]\nname = \"service\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\ntokio = \"1\"\n";
    files.insert("Cargo.toml".to_owned(), manifest.to_owned());
    files.insert("govern.toml".to_owned(), CONFIG.to_owned());
    let mut root = String::new();
    for layer in layers {
        writeln!(root, "pub mod {layer};").expect("a string takes everything");
        let children: String = (0..modules / layers.len())
            .map(|number| format!("pub mod m{number};\n"))
            .collect();
        files.insert(format!("src/{layer}.rs"), children);
    }
    files.insert("src/lib.rs".to_owned(), root);
    for number in 0..modules / layers.len() {
        for (depth, layer) in layers.iter().enumerate() {
            let other = layers[(depth + number % 2).min(layers.len() - 1)];
            let next = (number + 7) % (modules / layers.len());
            let mut text = format!(
                "use crate::{other}::m{next}::{{self as other, S0 as Near}};\npub struct S0(u32);\n"
            );
            for function in 0..FUNCTIONS {
                write!(
                    text,
                    "pub fn f{function}(near: &Near, far: crate::{other}::m{next}::S0) -> u32 {{\n    let adapter = {function};\n    \
                     if adapter > 3 {{\n        return other::f{function}(near, far);\n    }}\n    \
                     println!(\"{{}}\", crate::{other}::m{next}::f{function} as usize);\n    adapter\n}}\n"
                )
                .expect("a string takes everything");
            }
            files.insert(format!("src/{layer}/m{number}.rs"), text);
        }
    }
    Workspace::from_memory(files).expect("it is a workspace")
}

#[divan::bench(args = [100, 1_000, 4_000], sample_count = 10)]
fn modules(bencher: Bencher, modules: usize) {
    let options = Options::new(Date::new(2026, 1, 1).expect("a day"));
    let session = Session::new(workspace(modules), options);
    let _ = session.names();
    bencher.bench_local(|| {
        let outcome = GATE.check(&session).expect("the gate runs");
        assert!(outcome.rules.iter().any(|rule| !rule.findings.is_empty()));
        outcome
    });
}

//! The page of `cargo archcheck graph --format html`, in a browser: what clicks and keys do.

#![cfg(feature = "cli")]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test runs programs, and what fails here fails the test"
)]

use std::process::Command;

use govern_testing::{Directory, in_browser};
use serde_json::{Value, json};

const CONFIG: &str = "[archcheck]\npreset = \"hexagonal\"\n";

const LIBRARY: &str = "pub mod adapter { pub mod bus { pub struct Bus; } }
pub mod domain {
    use crate::adapter::bus::Bus; // not so
    pub fn f(_: Bus, _: crate::port::Port) {}
}
pub mod port { pub struct Port; }
";

/// What the page of a workspace says after a step.
fn said(config: &str, library: &str, step: &str) -> Value {
    let manifest =
        "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
    let directory = Directory::with(&[
        ("Cargo.toml", manifest),
        ("src/lib.rs", library),
        ("govern.toml", config),
    ]);
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-archcheck"))
        .args([
            "archcheck",
            "graph",
            "--format",
            "html",
            "--offline",
            "--no-cache",
        ])
        .current_dir(directory.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let page = String::from_utf8(output.stdout).unwrap();
    let text = in_browser(&page, &format!("{STEPS} {step}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What steps are made of.
const STEPS: &str = "
const named = (name) => [...document.querySelectorAll('.box, .group')].find((one) => one.dataset.name === name);
const click = (one) => one.dispatchEvent(new MouseEvent('click', { bubbles: true }));
const key = (one, key) => one.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const boxes = () => [...document.querySelectorAll('.box')].map((one) => one.dataset.name);
const texts = (selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent);
const edge = (from, to) => [...document.querySelectorAll('.edge')].find((one) => one.dataset.from === from && one.dataset.to === to);
";

/// AC: AC-ARCH-CMD-GRAPH
#[test]
fn a_box_shows_what_it_uses_and_an_edge_shows_where() {
    let step = "
        click(named('orders::domain'));
        const box = texts('#panel .link');
        click(edge('orders::domain', 'orders::adapter::bus'));
        return [box, texts('#panel .place'), texts('#panel code').slice(0, 3), texts('#panel mark'), texts('#panel p.violation'),
            [...document.querySelectorAll('.edge.violation')].length];
    ";
    let expected = json!([
        ["orders::adapter::bus", "orders::port"],
        ["src/lib.rs:3:9", "src/lib.rs:4:17"],
        ["domain", "port", "shared"],
        ["crate::adapter::bus::Bus", "Bus"],
        ["domain may not use adapter"],
        1,
    ]);
    assert_eq!(said(CONFIG, LIBRARY, step), expected);
}

/// AC: AC-ARCH-CMD-GRAPH
#[test]
fn groups_fold_and_unfold_by_keys_and_the_search_finds_what_is_folded() {
    let step = "
        const all = boxes();
        key(document.body, '1');
        const layers = boxes();
        key(named('adapter'), 'e');
        const unfolded = boxes();
        key(document.body, '1');
        const search = document.getElementById('search');
        search.value = 'bus';
        search.dispatchEvent(new Event('input'));
        key(search, 'Enter');
        return [all, layers, unfolded, boxes(), texts('#panel h2'), document.activeElement.dataset.name];
    ";
    let all = json!([
        "orders::adapter",
        "orders::adapter::bus",
        "orders::domain",
        "orders::port",
        "orders"
    ]);
    let layers = json!(["adapter", "domain", "port", "no layer"]);
    let unfolded = json!(["orders::adapter", "domain", "port", "no layer"]);
    let found = json!([
        "orders::adapter",
        "orders::adapter::bus",
        "domain",
        "port",
        "no layer"
    ]);
    assert_eq!(
        said(CONFIG, LIBRARY, step),
        json!([
            all,
            layers,
            unfolded,
            found,
            ["orders::adapter::bus"],
            "orders::adapter::bus"
        ])
    );
}

/// AC: AC-ARCH-CMD-GRAPH
#[test]
fn what_a_project_says_is_never_markup() {
    let name = "</script><script>document.title=1</script><img src=x onerror=alert(1)>";
    let config = format!(
        "[archcheck.layers.'{name}']\nmodules = [\"orders::domain\"]\nmay-use = []\nbecause = '''{name}'''\n[archcheck.layers.other]\nmodules = [\"orders::port\"]\nmay-use = []\n"
    );
    let library = format!(
        "pub mod domain {{ use crate::port::Port; /* {name} */ }}\npub mod port {{ pub struct Port; }}\n"
    );
    let step = "
        click(named('orders::domain'));
        const layer = texts('#panel p')[1];
        click(edge('orders::domain', 'orders::port'));
        return [document.title, layer, texts('#panel code').slice(-1)[0], document.querySelectorAll('img').length, document.querySelectorAll('script').length];
    ";
    assert_eq!(
        said(&config, &library, step),
        json!([
            "Architecture",
            format!("layer {name}"),
            format!("pub mod domain {{ use crate::port::Port; /* {name} */ }}"),
            0,
            3
        ])
    );
}

//! The page of `cargo archcheck graph --format html`, in a browser: what clicks and keys do.
//!
//! The browser is the one that `CHROMIUM` names; `scripts/chromium.sh` finds or installs one, and `scripts/test` does that
//! for all tests. A step is a piece of script behind the page, whose last value is what it says.

#![cfg(feature = "cli")]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test runs programs, and what fails here fails the test"
)]

use std::{env, fs, process::Command};

use govern_testing::Directory;
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
    // Errors of a step must not look like an answer.
    let step = format!(
        "<pre id=\"said\"></pre><script>\ndocument.getElementById(\"said\").textContent = JSON.stringify((() => {{ {STEPS} {step} }})());\n</script>"
    );
    directory.write("page.html", &format!("{page}{step}"));
    let dom = dom(&directory);
    let (_, rest) = dom.split_once("<pre id=\"said\">").expect(&dom);
    let (text, _) = rest.split_once("</pre>").unwrap();
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
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

/// The page as it is when its scripts have run.
fn dom(directory: &Directory) -> String {
    let browser = env::var_os("CHROMIUM").expect(
        "this test needs a browser: set `CHROMIUM` to one, as `export CHROMIUM=\"$(scripts/chromium.sh)\"` does",
    );
    let page = fs::canonicalize(directory.join("page.html")).unwrap();
    let profile = Directory::new();
    let output = Command::new(&browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1200,800",
            "--virtual-time-budget=5000",
            "--dump-dom",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap_or_else(|error| panic!("`{}` cannot be started: {error}", browser.display()));
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

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

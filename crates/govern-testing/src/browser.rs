//! Pages in a browser: what they say after clicks and keys.
//!
//! The browser is the one that `CHROMIUM` names; `scripts/chromium.sh` finds or installs one, and `scripts/test` does that
//! for all tests.

use std::{env, fs, process::Command};

use crate::Directory;

/// What a page says after a step: a piece of script that ends with `return` and a value, which comes back as JSON.
///
/// # Panics
///
/// If there is no browser, or the step fails.
pub fn in_browser(page: &str, step: &str) -> String {
    let directory = Directory::new();
    // Errors of a step must not look like an answer.
    let step = format!(
        "<pre id=\"said\"></pre><script>\ndocument.getElementById(\"said\").textContent = JSON.stringify((() => {{ {step} }})());\n</script>"
    );
    directory.write("page.html", &format!("{page}{step}"));
    let dom = dom(&directory);
    let (_, rest) = dom.split_once("<pre id=\"said\">").expect(&dom);
    let (text, _) = rest.split_once("</pre>").expect("the element ends");
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// The page as it is when its scripts have run.
fn dom(directory: &Directory) -> String {
    let browser = env::var_os("CHROMIUM").expect(
        "this test needs a browser: set `CHROMIUM` to one, as `export CHROMIUM=\"$(scripts/chromium.sh)\"` does",
    );
    let page = fs::canonicalize(directory.join("page.html")).expect("the page was written");
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
    String::from_utf8(output.stdout).expect("the browser writes UTF-8")
}

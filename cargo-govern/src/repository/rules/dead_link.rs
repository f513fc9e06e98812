//! A link in the documentation leads nowhere.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::repository::{NAME, Repository, documents::Leads};

pub(super) static RULE: Rule<Repository> = Rule {
    info: RuleInfo {
        gate: NAME,
        name: "dead_link",
        summary: "a link in the documentation leads nowhere",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Reads the Markdown files that git tracks, and follows their relative links and pictures: the file or directory must be there, and in a
Markdown file the heading that is named behind `#`.

```toml
[repository.documents]
exclude = ["docs/archive/**"]     # globs of files that are not read
anchors = true                    # whether headings are looked for; default true
```

Directories called `vendor`, `third_party` and `node_modules` are other people's and not read.

### Why is this bad?

Whoever needs the page does not find it, and takes the rest of the documentation for just as old.

### Example

`[configuration](docs/config.md)`, a year after the page became `docs/configuration.md`.

### Use instead

The path, as seen from the file that has the link.

### Limits

What is outside of the workspace, or begins with `/` or a scheme, is not followed, and nothing is fetched. Pages that a site is made of
(with a front matter), targets that are generated (`*.html`) or look like names of Rust (`crate::x`), and templates (`{{…}}`) are left
alone; so are links that lead out of the pages of a book (mdBook), which may lead to what it is published beside.
"#;

fn check(repository: &Repository, findings: &mut Findings) {
    findings.idle("no Markdown file has a relative link");
    for document in &repository.documents {
        for link in &document.links {
            findings.checked(1);
            let target = &link.target;
            let text = match &link.leads {
                Leads::There(_) => continue,
                Leads::NoFile(path) => format!("`{target}` leads to `{path}`, which is not there"),
                Leads::NoHeading(path, heading) => {
                    format!(
                        "`{target}` leads to a heading `#{heading}`, which `{path}` does not have"
                    )
                }
            };
            findings
                .report(link.span, format!("{}: {target}", document.path), text)
                .help("correct the link, or remove it");
        }
    }
}

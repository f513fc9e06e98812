//! `cargo contract docs` and `why`: what is told of contracts and their fields.

#![cfg(feature = "cli")]

mod support;

use govern_testing::{Repository, run_program_on};
use support::repository;

const CONTRACT: &str = "[[contract]]
subject = \"orders.v1.placed\"
payload = \"orders::Placed\"
direction = \"publishes\"
";

fn write(repository: &Repository, fields: &str) {
    let source = format!(
        "use serde::{{Deserialize, Serialize}};\n\n#[derive(Serialize, Deserialize)]\npub struct Placed {{ {fields} }}\n"
    );
    repository.write("src/lib.rs", &source);
}

/// Exit status, stdout, stderr.
fn run(repository: &Repository, args: &[&str]) -> (Option<i32>, String, String) {
    let args = [&["contract"], args].concat();
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    run_program_on(Some("2026-06-15"), program, repository.directory(), &args)
}

/// Version 1 with two accepted revisions: the second one has a note.
fn orders() -> Repository {
    let repository = repository();
    repository
        .write("contracts/manifest.toml", CONTRACT)
        .write(
            "contracts/consumers/billing.toml",
            "consumer = \"billing\"\n\n[[reads]]\ncontract = \"orders.placed@1\"\nrequired = { id = \"integer\" }\n",
        )
        .write("govern.toml", "[contract]\ndocs = \"API.md\"\n")
        .write(
            "API.md",
            "# API\n\n<!-- contracts -->\n<!-- end of contracts -->\n\nThe end.\n",
        );
    write(&repository, "pub id: u64");
    let (status, out, err) = run(&repository, &["accept", "--reason", "first"]);
    assert_eq!(status, Some(0), "{out}{err}");
    write(&repository, "pub id: u64, pub note: Option<String>");
    let (status, out, err) = run(&repository, &["accept", "--reason", "notes"]);
    assert_eq!(status, Some(0), "{out}{err}");
    repository
}

const TABLE: &str = "
### `orders.placed@1`

| | |
|---|---|
| subject | `orders.v1.placed` |
| this program | publishes |
| format | json |
| compatibility | forward |
| accepted | revision 2 on 2026-06-15 |

| field | what | required | since revision |
|---|---|---|---|
| `id` | u64 | yes | 1 |
| `note` | string or null | yes | 2 |
";

/// AC: AC-CONTRACT-CMD-DOCS
#[test]
fn tables_are_printed_written_and_checked() {
    let repository = orders();
    assert_eq!(run(&repository, &["docs"]).1, TABLE);
    let (status, _, err) = run(&repository, &["docs", "--check"]);
    assert_eq!(status, Some(1));
    assert!(err.contains("API.md:4:1"), "{err}");
    assert!(err.contains("run `cargo contract docs --write`"), "{err}");
    assert_eq!(run(&repository, &["docs", "--write"]).0, Some(0));
    let text = repository.directory().read("API.md");
    assert_eq!(
        text,
        format!("# API\n\n<!-- contracts -->\n{TABLE}<!-- end of contracts -->\n\nThe end.\n")
    );
    assert_eq!(run(&repository, &["docs", "--check"]).0, Some(0));

    repository.write("API.md", &text.replace("| u64 |", "| u32 |"));
    let (status, _, err) = run(&repository, &["docs", "--check"]);
    assert_eq!(status, Some(1));
    assert!(
        err.contains("it should be `| `id` | u64 | yes | 1 |`"),
        "{err}"
    );

    repository.write("API.md", "# API\n");
    let (status, _, err) = run(&repository, &["docs", "--write"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("API.md has no place for the tables"), "{err}");
    assert_eq!(repository.directory().read("API.md"), "# API\n");
    repository.write("govern.toml", "");
    let (status, _, err) = run(&repository, &["docs", "--check"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("nothing says where the tables stand"), "{err}");
}

/// AC: AC-CONTRACT-CMD-WHY
#[test]
fn a_field_knows_since_when_and_for_whom_it_is_there() {
    let repository = orders();
    let why = |field| run(&repository, &["why", field]);
    assert_eq!(
        why("id").1,
        "`id` in `orders.placed@1`: u64\n  since revision 1, accepted on 2026-06-15 by Somebody <somebody@example.org>: first\n  `billing` needs it, as an integer\n"
    );
    assert_eq!(
        why("Placed.note").1,
        "`note` in `orders.placed@1`: string or null\n  since revision 2, accepted on 2026-06-15 by Somebody <somebody@example.org>: notes\n"
    );
    let (status, out, _) = why("total");
    assert_eq!(
        (status, out.as_str()),
        (
            Some(1),
            "no contract or type has a field `total`, or had one\n"
        )
    );
    write(&repository, "pub id: u64, pub total: Option<u32>");
    assert_eq!(
        why("total").1,
        "`total` in `orders.placed@1`: u32 or null\n  not accepted yet\n"
    );
    assert!(why("note").1.ends_with("  it is not there any more\n"));
    let (status, out, err) = run(
        &repository,
        &["accept", "--reason", "no notes", "--break", "orders.placed"],
    );
    assert_eq!(status, Some(0), "{out}{err}");
    assert!(
        why("note")
            .1
            .contains("  gone since revision 3, accepted on 2026-06-15")
    );
}

/// AC: AC-CONTRACT-CMD-WHY
#[test]
fn a_field_of_a_type_that_no_contract_declares_is_found_too() {
    let repository = orders();
    let source = repository.directory().read("src/lib.rs");
    repository.commit("first");
    let more = "#[derive(Serialize, Deserialize)]\npub struct Line { pub sku: String, pub count: u8 }\n\
                #[derive(Serialize, Deserialize)]\npub enum Event { Shipped { at: u64 } }\n";
    repository.write("src/lib.rs", &format!("{source}\n{more}"));
    let why = |args: &[&str]| run(&repository, &[&["why"], args].concat());
    let (status, out, _) = why(&["sku"]);
    assert_eq!(status, Some(0));
    assert!(
        out.starts_with("`sku` in `orders::Line`: string, src/lib.rs:"),
        "{out}"
    );
    assert!(out.ends_with("nobody said since when\n"), "{out}");
    let (_, out, _) = why(&["Line.sku", "--against", "HEAD"]);
    assert!(
        out.ends_with("  the type is not in revision `HEAD`\n"),
        "{out}"
    );
    for name in ["Event::Shipped.at", "Shipped.at"] {
        let (_, out, _) = why(&[name]);
        assert!(
            out.starts_with("`Shipped.at` in `orders::Event`: u64, src/lib.rs:"),
            "{out}"
        );
    }
    repository.commit("second");
    repository.write(
        "src/lib.rs",
        &format!(
            "{source}\n{}",
            more.replace("count: u8", "count: u16, pub note: String")
        ),
    );
    let (_, out, _) = why(&["count", "--against", "HEAD"]);
    assert!(
        out.ends_with("  it was in revision `HEAD`, as u8\n"),
        "{out}"
    );
    let (_, out, _) = why(&["Line.note", "--against", "HEAD"]);
    assert!(out.ends_with("  new since revision `HEAD`\n"), "{out}");
    let (status, _, err) = why(&["count", "--against", "nowhere"]);
    assert_eq!(status, Some(2));
    assert!(err.contains("nowhere"), "{err}");

    // Where nothing at all is declared.
    for path in [
        "contracts/manifest.toml",
        "contracts/consumers/billing.toml",
        "contracts/accepted/orders.placed/v1.1.json",
        "contracts/accepted/orders.placed/v1.2.json",
    ] {
        repository.remove(path);
    }
    let (status, out, err) = why(&["sku"]);
    assert_eq!((status, err.as_str()), (Some(0), ""), "{out}");
}

#[test]
fn a_published_version_that_cannot_be_read_is_compared_with_nothing() {
    let repository = repository();
    write(&repository, "pub id: u64");
    let good = repository.commit("good");
    repository.write(
        "src/lib.rs",
        "use serde::Serialize;\n#[derive(Serialize)]\npub struct Placed { { }\n",
    );
    let broken = repository.commit("broken");
    write(&repository, "pub id: u64");
    for args in [
        &["--format", "short", "--against", &broken][..],
        &["diff", &broken, "."],
        &["diff", &good, &broken],
        &["why", "id", "--against", &broken],
    ] {
        let (status, out, err) = run(&repository, args);
        let told = format!("{out}{err}");
        assert_eq!(status, Some(2), "{args:?}{told}");
        assert!(
            told.contains(&format!("{broken}:src/lib.rs:3:21")),
            "{args:?}{told}"
        );
        assert!(!told.contains("contract::field_added"), "{args:?}{told}");
    }

    // What git has lost is not what was never there.
    let blob = repository.git(&["rev-parse", &format!("{good}:src/lib.rs")]);
    let blob = blob.trim();
    let object = format!(".git/objects/{}/{}", &blob[..2], &blob[2..]);
    repository.remove(&object);
    write(&repository, "pub id: u64, pub note: Option<String>");
    let (status, told, _) = run(&repository, &["--format", "short", "--against", &good]);
    assert_eq!(status, Some(2), "{told}");
    assert!(told.contains("is missing in the git repository"), "{told}");

    // A file that is written by a build is in no revision, and is told.
    let repository = repository_with_generated();
    let (status, told, _) = run(
        &repository,
        &["--format", "short", "-v", "--against", "HEAD"],
    );
    assert_eq!(status, Some(0), "{told}");
    assert!(
        told.contains("1 file of the published version that is not in it"),
        "{told}"
    );
}

fn repository_with_generated() -> Repository {
    let repository = repository();
    write(&repository, "pub id: u64");
    let source = repository.directory().read("src/lib.rs");
    repository.write("src/lib.rs", &format!("{source}pub mod generated;\n"));
    repository.write(".gitignore", "src/generated.rs\n");
    repository.commit("first");
    repository.write("src/generated.rs", "");
    repository
}

#[test]
fn what_was_published_is_said_once() {
    let repository = orders();
    let (status, told, _) = run(
        &repository,
        &["--against", "HEAD", "--against-directory", "old"],
    );
    assert_eq!(status, Some(2));
    assert!(
        told.contains("`--against` and `--against-directory` both say what was published"),
        "{told}"
    );
    repository.write(
        "govern.toml",
        "[contract]\nagainst = \"HEAD\"\nagainst-directory = \"old\"\n",
    );
    let (status, told, _) = run(&repository, &["--format", "short"]);
    assert_eq!(status, Some(2));
    assert!(
        told.contains(
            "govern.toml:3:21: error[config]: `against` and `against-directory` both say"
        ),
        "{told}"
    );
}

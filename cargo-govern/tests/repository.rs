//! The gate over all files, on copies that a test may write into: what it shows, what it does not, and what it says of
//! files that it does not search.

mod support;

use govern_diagnostics::Format;
use support::Copy;

const CODE: &str = "pub fn f() {}\n";

/// A password as chance would make it; put together, so that this file has none.
fn password() -> String {
    ["q7Xv2", "mB9tR", "4wLz8"].concat()
}

fn address() -> String {
    format!("nats://orders:{}@bus.acme.io:4222", password())
}

#[test]
fn no_format_shows_the_value_whoever_found_something_there() {
    let code = format!("pub const BUS: &str = \"{}\";\n", address());
    let copy = Copy::package(&[("src/lib.rs", &code)]);
    for format in Format::ALL.map(Format::as_str) {
        for flags in [&["--untrusted"][..], &[], &[], &["--verbose"]] {
            let mut arguments = vec!["--deny=hard_coded_endpoint", "--format", format];
            arguments.extend(flags);
            let said = copy.govern(&arguments);
            said.ends_with(1)
                .says("hard_coded_endpoint")
                .says("secret_in_repository")
                .says("15 characters, fingerprint ");
            assert!(!said.out.contains(&password()), "{format}: {}", said.out);
            assert!(!said.err.contains(&password()), "{format}: {}", said.err);
        }
    }
    // Also where the finding itself is not shown.
    for flag in [
        "--allow=secret_in_repository",
        "--allow=repository::secret_in_repository",
    ] {
        let said = copy.govern(&["--deny=hard_coded_endpoint", flag]);
        said.ends_with(1).says("nats://orders:***************@bus");
    }
    copy.govern(&["baseline"]).ends_with(0);
    assert!(!copy.read("govern-baseline.toml").contains(&password()));
    copy.govern(&[]).ends_with(0);
}

#[test]
fn only_what_is_new_since_a_revision_is_shown() {
    let copy = Copy::package(&[
        ("src/lib.rs", CODE),
        ("deploy/old.yaml", &format!("url: {}\n", address())),
        (".gitignore", "Cargo.lock\ntarget\n*.local\n"),
    ]);
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "first"]);
    copy.govern(&["--since", "HEAD"]).ends_with(0);
    copy.write("orders.local", address());
    copy.govern(&["--since", "HEAD"]).ends_with(0);
    copy.write("deploy/new.yaml", format!("url: {}\n", address()));
    let said = copy.govern(&["--since", "HEAD"]);
    said.ends_with(1).says("deploy/new.yaml");
    assert!(!said.out.contains("deploy/old.yaml:"), "{}", said.out);
    assert!(!said.out.contains("orders.local"), "{}", said.out);
    // It is there until git forgets it, ignored or not.
    copy.git(&["add", "--force", "orders.local"]);
    copy.govern(&[]).ends_with(1).says("orders.local");
}

#[test]
fn the_history_is_searched_where_that_is_asked_for() {
    let copy = Copy::package(&[("src/lib.rs", CODE), (".gitignore", "target\n")]);
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "first"]);
    copy.write(
        "deploy/bus.yaml",
        format!("# The bus.\nurl: {}\n", address()),
    );
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "second"]);
    copy.remove("deploy/bus.yaml");
    copy.git(&["commit", "--quiet", "-a", "-m", "third"]);
    copy.govern(&[]).ends_with(0);
    for range in ["HEAD", "HEAD~2..HEAD"] {
        let said = copy.govern(&["--history", range]);
        said.ends_with(1)
            .says("a password in a URL is in the history of `deploy/bus.yaml`: 15 characters, fingerprint ")
            .says("in line 2, column ");
        assert!(!said.out.contains(&password()), "{}", said.out);
    }
    copy.govern(&["--history", "HEAD~1..HEAD"]).ends_with(0);
    copy.govern(&["--history", "nowhere..HEAD"])
        .ends_with(2)
        .says("`nowhere`");
    // What is there again is told once.
    copy.write("deploy/bus.yaml", format!("url: {}\n", address()));
    let said = copy.govern(&["--history", "HEAD", "--format", "short"]);
    assert_eq!(said.out.matches("fingerprint").count(), 1, "{}", said.out);
    copy.remove("deploy/bus.yaml");
    let said = copy.govern(&["--history", "HEAD", "--format", "short"]);
    let (_, rest) = said.out.split_once("fingerprint ").expect("it is found");
    let fingerprint = &rest[..8];
    let allow = |more: &str| {
        format!(
            "[repository.secrets]\nallow = [{{ fingerprint = \"{fingerprint}\", reason = \"out of use\"{more} }}]\n"
        )
    };
    copy.write("govern.toml", allow(""));
    copy.govern(&["--history", "HEAD"]).ends_with(0);
    copy.govern(&[]).says("selector_unmatched");
    copy.write("govern.toml", allow(", history = true"));
    copy.govern(&["--history", "HEAD"]).ends_with(0);
    let said = copy.govern(&[]);
    said.ends_with(0);
    assert!(!said.out.contains("selector_unmatched"), "{}", said.out);
}

#[test]
fn files_that_are_not_searched_are_counted() {
    let copy = Copy::package(&[("src/lib.rs", CODE)]);
    copy.write("logo.bin", [&b"GIF\0"[..], address().as_bytes()].concat());
    copy.write("data/dump.sql", vec![b'x'; (4 << 20) + 1]);
    // As many bytes as are searched, and the last ones are.
    let whole = format!(
        "{}\n{}",
        "x".repeat((4 << 20) - 1 - address().len()),
        address()
    );
    copy.write("data/whole.sql", &whole);
    let said = copy.govern(&[]);
    said.ends_with(1)
        .says("1 file that is no text, not searched")
        .says("the search of 1 file")
        .says("data/dump.sql (4.2 MB)")
        .says("data/whole.sql:2:");
    assert!(!said.out.contains("logo.bin:"), "{}", said.out);
    // What is not UTF-8 is text as it is shown: the place is right.
    let latin = [&b"caf\xe9 \""[..], address().as_bytes(), b"\""].concat();
    copy.write("data/whole.sql", latin);
    let said = copy.govern(&[]);
    said.ends_with(1).says("data/whole.sql:1:21");
    assert!(!said.out.contains(&password()), "{}", said.out);
}

#[test]
fn entries_that_allow_nothing_or_everything_are_said() {
    let copy = Copy::package(&[("src/lib.rs", CODE), ("a.yaml", &address())]);
    let allow = |entry: &str| {
        let section = format!("[repository.secrets]\nallow = [{entry}]\n");
        copy.write("govern.toml", section);
        copy.govern(&["--format", "short"])
    };
    allow("{ path = \"*.yaml\", reason = \"the sandbox\" }").ends_with(0);
    allow("{ path = \"b.yaml\", reason = \"the sandbox\" }")
        .ends_with(1)
        .says("`b.yaml` matches no secret");
    allow("{ path = \"*.yaml\", fingerprint = \"00000000\", reason = \"the sandbox\" }")
        .ends_with(1);
    for (entry, mistake) in [
        ("{ reason = \"x\" }", "this would allow every secret"),
        ("{ path = \"a\", reason = \" \" }", "the reason is empty"),
        ("{ path = \"a\" }", "missing field `reason`"),
        ("{ path = \"a/{b\", reason = \"x\" }", "is no glob"),
        (
            "{ fingerprint = \"12\", reason = \"x\" }",
            "a fingerprint has 8 digits",
        ),
        ("{ paths = [], reason = \"x\" }", "unknown key `paths`"),
    ] {
        let said = allow(entry);
        assert_eq!(said.status, Some(2), "{entry}: {}", said.out);
        said.says(mistake).says("govern.toml:2:");
    }
}

#[test]
fn what_git_does_not_track_may_be_there_for_a_moment() {
    let copy = Copy::package(&[("src/lib.rs", CODE), ("src/main.rs", "fn main() {}\n")]);
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "Cargo.toml", "src"]);
    copy.write("src/.lib.rs.swp", "b0VIM\n");
    copy.write("tool", b"\x7fELF\x02\x01\x01\0");
    let said = copy.govern(&["--format", "short"]);
    assert!(!said.out.contains("forbidden_file"), "{}", said.out);
    assert!(!said.out.contains("binary_file"), "{}", said.out);
    // The lock file is on the disk, where cargo wrote it, and git does not have it.
    said.says("Cargo.toml:1:1: warning[repository::lock_file_missing]");
    copy.git(&["add", "."]);
    let said = copy.govern(&["--format", "short"]);
    said.says("src/.lib.rs.swp:1:1: warning[repository::forbidden_file]")
        .says("tool:1:1: warning[repository::binary_file]");
    assert!(!said.out.contains("lock_file_missing"), "{}", said.out);
}

#[test]
fn a_lock_file_that_cargo_brought_up_to_date_was_stale() {
    let copy = Copy::package(&[("src/lib.rs", CODE)]);
    copy.govern(&[]).ends_with(0);
    let lock = copy.read("Cargo.lock");
    copy.write("Cargo.lock", lock.replace("0.1.0", "0.0.9"));
    let said = copy.govern(&["--format", "short"]);
    said.ends_with(1)
        .says("`orders 0.1.0` is not in `Cargo.lock`");
    // Now the disk has it as it should be; git shows what changed.
    copy.govern(&[]).ends_with(0);
}

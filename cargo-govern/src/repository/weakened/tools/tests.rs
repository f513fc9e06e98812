use super::TOOLS;
use crate::repository::weakened::value::read;

/// What is weaker in the second text for the tool with this file, as `key: what`.
fn weaker(file: &str, before: &str, now: &str) -> Vec<String> {
    let mut tools = TOOLS.iter();
    let tool = tools.find(|tool| tool.names.contains(&file)).unwrap();
    let (changes, _) = tool.changes(read(before).unwrap(), read(now).unwrap());
    let shown = changes.iter().map(|change| {
        let unsure = if change.unsure { " (unsure)" } else { "" };
        format!("{}: {}{unsure}", change.key, change.what)
    });
    shown.collect()
}

#[track_caller]
fn one_way(file: &str, strict: &str, lax: &str, expected: &str) {
    assert_eq!(weaker(file, strict, lax), [expected]);
    assert_eq!(weaker(file, lax, strict), [] as [&str; 0], "{lax}");
    assert_eq!(weaker(file, strict, strict), [] as [&str; 0]);
}

#[track_caller]
fn same(file: &str, one: &str, other: &str) {
    assert_eq!(weaker(file, one, other), [] as [&str; 0], "{other}");
    assert_eq!(weaker(file, other, one), [] as [&str; 0], "{one}");
}

#[test]
fn deny_lets_more_through() {
    let deny =
        |strict: &str, lax: &str, expected: &str| one_way("deny.toml", strict, lax, expected);
    deny(
        "[advisories]\nignore = [\"RUSTSEC-2024-0001\"]",
        "[advisories]\nignore = [{ id = \"RUSTSEC-2024-0002\", reason = \"x\" }, \"RUSTSEC-2024-0001\"]",
        "advisories.ignore: has `\"RUSTSEC-2024-0002\"` more",
    );
    deny(
        "[advisories]\nyanked = \"deny\"",
        "[advisories]\nyanked = \"warn\"",
        "advisories.yanked: was `\"deny\"`, and is `\"warn\"`",
    );
    deny(
        "[advisories]",
        "[advisories]\nyanked = \"allow\"",
        "advisories.yanked: was `\"warn\"`, and is `\"allow\"`",
    );
    deny(
        "[bans]\nmultiple-versions = \"deny\"",
        "[bans]",
        "bans.multiple-versions: was `\"deny\"`, and is `\"warn\"`",
    );
    deny(
        "",
        "[advisories]\nunmaintained = \"none\"",
        "advisories.unmaintained: was `\"all\"`, and is `\"none\"`",
    );
    deny(
        "[bans]\ndeny = [\"openssl\", { crate = \"git2\", reason = \"x\" }]",
        "[bans]\ndeny = [{ name = \"openssl\" }]",
        "bans.deny: has `\"git2\"` no more",
    );
    deny(
        "[bans]\ndeny = [\"openssl\"]",
        "[bans]\ndeny = [\"openssl:<0.10\"]",
        "bans.deny: has `\"openssl\"` no more",
    );
    deny(
        "[bans]\ndeny = [\"openssl\"]",
        "[bans]\ndeny = [{ crate = \"openssl\", wrappers = [\"native-tls\"] }]",
        "bans.deny[openssl].wrappers: has `\"native-tls\"` more",
    );
    deny(
        "[bans]\nskip = [\"syn@1.0.0\"]",
        "[bans]\nskip = [\"syn@1.0.0\", { name = \"hex\", version = \"=0.3.2\" }]",
        "bans.skip: has `\"hex@0.3.2\"` more",
    );
    deny(
        "[bans]\nskip = [\"syn@1.0.0\"]",
        "[bans]\nskip = [\"syn\"]",
        "bans.skip: has `\"syn\"` more",
    );
    deny(
        "[bans]\nallow = [\"syn\"]",
        "[bans]",
        "bans.allow: was `[\"syn\"]`, and nothing is asked any more",
    );
    deny(
        "[licenses]\nallow = [\"MIT\"]",
        "[licenses]\nallow = [\"GPL-3.0\", \"MIT\"]",
        "licenses.allow: has `\"GPL-3.0\"` more",
    );
    deny(
        "[licenses]\nconfidence-threshold = 0.93",
        "[licenses]\nconfidence-threshold = 0.8",
        "licenses.confidence-threshold: was 0.93, and is 0.8",
    );
    deny(
        "[licenses]\nexceptions = []",
        "[licenses]\nexceptions = [{ crate = \"ring@0.16.1\", allow = [\"OpenSSL\"] }]",
        "licenses.exceptions: has `\"ring: OpenSSL\"` more",
    );
    deny(
        "[sources]\nunknown-git = \"deny\"",
        "[sources]",
        "sources.unknown-git: was `\"deny\"`, and is `\"warn\"`",
    );
    deny(
        "[sources]\nallow-git = []",
        "[sources]\nallow-git = [\"https://example.org/a\"]",
        "sources.allow-git: has `\"https://example.org/a\"` more",
    );
    deny(
        "",
        "[graph]\ntargets = [{ triple = \"x86_64-unknown-linux-gnu\" }]",
        "graph.targets: looks only at `[\"x86_64-unknown-linux-gnu\"]` now; before, at everything",
    );
}

#[test]
fn deny_says_the_same_in_other_words() {
    for (one, other) in [
        (
            "targets = [{ triple = \"a\" }, { triple = \"b\" }]",
            "[graph]\ntargets = [\"b\", \"a\"]",
        ),
        ("", "[graph]\ntargets = []"),
        (
            "[bans]\nskip = [{ name = \"hex\", version = \"=0.3.2\" }]",
            "[[bans.skip]]\ncrate = \"hex@0.3.2\"\nreason = \"old\"",
        ),
        // The next version of what is skipped.
        (
            "[bans]\nskip = [\"hex@0.3.2\", \"syn@1.0.0\"]",
            "[bans]\nskip = [\"syn@1.0.1\", \"hex@0.3.2\"]",
        ),
        (
            "[licenses]\nexceptions = [{ name = \"ring\", allow = [\"OpenSSL\"] }]",
            "[licenses]\nexceptions = [{ allow = [\"OpenSSL\"], crate = \"ring@0.17\" }]",
        ),
        // What newer versions have no more, they always deny.
        (
            "[advisories]\nvulnerability = \"deny\"\nunmaintained = \"deny\"\n[licenses]\ndefault = \"deny\"",
            "[advisories]\nversion = 2\nunmaintained = \"workspace\"",
        ),
        ("[bans]\nhighlight = \"all\"", "[output]\nfeature-depth = 2"),
        (
            "",
            "[bans]\nwildcards = \"allow\"\nmultiple-versions = \"warn\"",
        ),
    ] {
        same("deny.toml", one, other);
    }
    // A list instead of licences of a kind.
    assert_eq!(
        weaker(
            "deny.toml",
            "[licenses]\nallow = []\nallow-osi-fsf-free = \"either\"",
            "[licenses]\nallow = [\"MIT\"]"
        ),
        [] as [&str; 0]
    );
    // A new ban with an exception is none less.
    assert_eq!(
        weaker(
            "deny.toml",
            "[bans]\ndeny = []",
            "[bans]\ndeny = [{ crate = \"openssl\", wrappers = [\"native-tls\"] }]"
        ),
        [] as [&str; 0]
    );
}

#[test]
fn clippy_finds_less() {
    let clippy = |strict: &str, lax: &str, expected: &str| {
        one_way("clippy.toml", strict, lax, expected);
    };
    clippy(
        "",
        "too-many-arguments-threshold = 9",
        "too-many-arguments-threshold: was 7, and is 9",
    );
    clippy(
        "cognitive-complexity-threshold = 10",
        "",
        "cognitive-complexity-threshold: was 10, and is 25",
    );
    clippy(
        "disallowed-methods = [\"std::env::var\", { path = \"std::fs::read\", reason = \"x\" }]",
        "disallowed-methods = [{ path = \"std::fs::read\" }]",
        "disallowed-methods: has `\"std::env::var\"` no more",
    );
    clippy(
        "",
        "allow-unwrap-in-tests = true",
        "allow-in-tests: has `\"unwrap_used\"` more",
    );
    clippy(
        "disallowed-names = [\"bar\", \"..\"]",
        "disallowed-names = [\"bar\"]",
        "disallowed-names: has `\"foo\"`, `\"baz\"`, `\"quux\"` no more",
    );
    clippy(
        "excessive-nesting-threshold = 4",
        "excessive-nesting-threshold = 0",
        "excessive-nesting-threshold: was 4, and there is no limit any more",
    );
    for (one, other) in [
        ("avoid-breaking-exported-api = false", "msrv = \"1.80\""),
        (
            "too_many_lines_threshold = 90",
            "too-many-lines-threshold = 90",
        ),
        (
            "allow-dbg-in-tests = true",
            "allow-in-tests = [\"dbg_macro\"]",
        ),
        (
            "allow-dbg-in-tests = false",
            "doc-valid-idents = [\"NATS\"]",
        ),
        (
            "disallowed-names = [\"..\"]",
            "disallowed-names = [\"quux\", \"foo\", \"baz\"]",
        ),
    ] {
        same("clippy.toml", one, other);
    }
}

#[test]
fn nextest_shows_less() {
    let file = ".config/nextest.toml";
    let nextest = |strict: &str, lax: &str, expected: &str| one_way(file, strict, lax, expected);
    nextest(
        "[profile.ci]\nfail-fast = false",
        "[profile.ci]\nretries = 2",
        "profile.ci.retries: was 0, and is 2",
    );
    nextest(
        "[profile.default]\nretries = 1",
        "[profile.default]\nretries = { backoff = \"fixed\", count = 3, delay = \"1s\" }",
        "profile.default.retries: was 1, and is 3",
    );
    nextest(
        "[profile.default]",
        "[[profile.default.overrides]]\nfilter = \"test(slow)\"\nretries = 2",
        "profile.default.overrides.test(slow).retries: was 0, and is 2",
    );
    nextest(
        "[profile.default]",
        "[profile.default]\ndefault-filter = \"not test(slow)\"",
        "profile.default.default-filter: looks only at `\"not test(slow)\"` now; before, at everything",
    );
    nextest(
        "[profile.ci]\nretries = 1\nflaky-result = \"fail\"",
        "[profile.ci]\nretries = 1",
        "profile.ci.flaky-result: was `\"fail\"`, and is `\"pass\"`",
    );
    assert_eq!(
        weaker(
            file,
            "[profile.default]\ndefault-filter = \"not test(a)\"",
            "[profile.default]\ndefault-filter = \"not test(b)\""
        ),
        [
            "profile.default.default-filter: was `\"not test(a)\"`, and is `\"not test(b)\"` (unsure)"
        ]
    );
    for (one, other) in [
        (
            "[profile.default]",
            "[profile.default]\ndefault-filter = \"all()\"",
        ),
        (
            "[profile.default]\nretries = 1",
            "[profile.default]\nretries = 1\n[profile.ci]\nretries = 1",
        ),
        (
            "[profile.ci]\nfail-fast = true",
            "[profile.ci]\nfail-fast = false\nslow-timeout = \"60s\"",
        ),
        (
            "[profile.ci]\nretries = 1",
            "[profile.ci]\nretries = 1\n[[profile.ci.overrides]]\nfilter = \"test(a)\"\nretries = 1",
        ),
    ] {
        same(file, one, other);
    }
}

#[test]
fn audit_finds_less() {
    let file = ".cargo/audit.toml";
    one_way(
        file,
        "",
        "[advisories]\nignore = [\"RUSTSEC-2024-0001\"]",
        "advisories.ignore: has `\"RUSTSEC-2024-0001\"` more",
    );
    one_way(
        file,
        "[advisories]\nseverity_threshold = \"low\"",
        "[advisories]\nseverity_threshold = \"high\"",
        "advisories.severity_threshold: was `\"low\"`, and is `\"high\"`",
    );
    one_way(
        file,
        "[output]\ndeny = [\"unmaintained\", \"yanked\"]",
        "[output]\ndeny = [\"unmaintained\"]",
        "output.deny: has `\"yanked\"` no more",
    );
    same(file, "[output]\nquiet = true", "[database]\nfetch = false");
}

//! What programs that were asked wrote.

use std::sync::LazyLock;

use cargo_govern::selftest::fuzzing::diagnostics;
use govern_gate::{Date, Options, Session};
use govern_workspace::Workspace;

static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| {
    let files = [
        (
            "Cargo.toml",
            "[package]\nname = \"orders\"\nedition = \"2024\"\n",
        ),
        (
            "Cargo.lock",
            "version = 4\n\n[[package]]\nname = \"orders\"\nversion = \"0.1.0\"\n",
        ),
        ("src/lib.rs", "pub fn ä() {}\n\npub fn b() {}\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    Workspace::from_memory(files.into()).expect("it is a workspace")
});

/// What cargo, rustfmt, test runners, `cargo audit`, `cargo deny` and `cargo semver-checks` wrote, and what git did: whatever is
/// pointed at is in its file.
pub(super) fn program_output(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    for diagnostic in diagnostics(text, &WORKSPACE) {
        assert!(!diagnostic.message.is_empty(), "{diagnostic:?}");
        for span in diagnostic.spans() {
            let source = WORKSPACE.text(span.file).expect("a file of the workspace");
            let range = std::ops::Range::<usize>::from(span.range);
            assert!(source.get(range).is_some(), "{diagnostic:?}");
        }
    }
    cargo_contract::fuzzing::semver_checks(text);
    govern_workspace::fuzzing::answers(input);
}

/// What caches hold, behind their checksums: what is damaged is not there, and nothing is made room for that is not in it.
pub(super) fn caches(input: &[u8]) {
    govern_workspace::fuzzing::caches(input);
    let today = Date::new(2026, 6, 15).expect("a day of June");
    let files = [(
        "Cargo.toml".to_owned(),
        "[package]\nname = \"orders\"\n".to_owned(),
    )];
    let workspace = Workspace::from_memory(files.into()).expect("it is a workspace");
    let session = Session::new(workspace, Options::new(today));
    govern_gate::fuzzing::kept(input, &cargo_govern::GATE, &session);
    govern_gate::fuzzing::shown(input);
}

//! A report with one of everything, for all formats.

use govern_diagnostics::{
    Acceptance, Accepted, Code, Diagnostic, FileId, Fix, Level, NotRun, Opaque, OpaquePlace,
    Report, RuleInfo, RuleReport, Severity, SourceFile, Sources, Span, TextEdit, Tool,
};

const DOMAIN: &str = "\
//! The domain.

use adapter_nats::Bus;

// 😀 before a finding: columns differ by unit.
pub fn grüße() { todo!() } /* 😀 */ static X: u8 = 0;

pub struct Order {
    id: u64,
}
";

const MANIFEST: &str = "\
[package]
name = \"domain\"

[dependencies]
adapter_nats = { path = \"../adapter_nats\" }
";

const CONFIG: &str = "\
[archcheck]
presett = \"hexagonal\"

[[waiver]]
rule = \"patterns::todo_comment\"
reason = \"moves with the next release\"
";

const DOCS: &str = "
### What it does
Checks that every dependency points towards the inner layers; see [layers](x).

### Why is this bad?
The domain must be testable without its adapters.
";

const LAYER_VIOLATION: RuleInfo = RuleInfo {
    gate: "archcheck",
    name: "layer_violation",
    summary: "an inner layer depends on an outer one",
    level: Level::Deny,
    since: "0.1.0",
    docs: DOCS,
};

const TODO_COMMENT: RuleInfo = RuleInfo {
    gate: "patterns",
    name: "todo_comment",
    summary: "a comment postpones work",
    level: Level::Warn,
    since: "0.1.0",
    docs: "",
};

const PORT_WITHOUT_ADAPTER: RuleInfo = RuleInfo {
    gate: "archcheck",
    name: "port_without_adapter",
    summary: "nothing implements a port",
    level: Level::Warn,
    since: "0.1.0",
    docs: "",
};

/// The files of the sample.
pub(crate) fn sources() -> Sources {
    let mut sources = Sources::default();
    let files = [
        ("crates/domain/src/lib.rs", DOMAIN),
        ("crates/domain/Cargo.toml", MANIFEST),
        ("govern.toml", CONFIG),
    ];
    for (id, (path, text)) in (0..).zip(files) {
        sources.insert(
            FileId(id),
            SourceFile {
                path: path.to_owned(),
                text: text.into(),
            },
        );
    }
    sources
}

/// The place of the first `needle` in the file of this row.
fn place(file: u32, needle: &str) -> Span {
    let text = [DOMAIN, MANIFEST, CONFIG][file as usize];
    let start = u32::try_from(text.find(needle).expect("the needle is in the file")).unwrap();
    let end = start + u32::try_from(needle.len()).unwrap();
    Span::new(
        FileId(file),
        text_size::TextRange::new(start.into(), end.into()),
    )
}

fn finding(info: RuleInfo, severity: Severity, key: &str, message: &str) -> Diagnostic {
    Diagnostic {
        key: key.to_owned(),
        ..Diagnostic::new(info.code(), severity, message)
    }
}

/// A report with one of everything.
pub(crate) fn report() -> Report {
    let mut report = Report {
        tool: Tool {
            version: "1.2.3".to_owned(),
            ..Tool::subcommand("govern")
        },
        diagnostics: diagnostics(),
        accepted: accepted(),
        rules: rules(),
        // A check has none; what they look like is a test of its own.
        unread: Vec::new(),
        steps: Vec::new(),
        opaque: vec![Opaque {
            gate: "archcheck",
            what: "names without a known definition".to_owned(),
            count: 2,
            places: vec![OpaquePlace {
                span: place(0, "todo!()"),
                text: "`todo`".to_owned(),
            }],
        }],
        not_run: vec![
            NotRun {
                what: "contract".to_owned(),
                why: "no revision to compare with was given".to_owned(),
                failed: false,
            },
            NotRun {
                what: "ac".to_owned(),
                why: "`spec/ledger.yaml` does not exist".to_owned(),
                failed: true,
            },
        ],
        fail_on: Some(Severity::Error),
    };
    let sources = sources();
    report.sort(|file| sources.path(file).unwrap_or_default());
    report
}

fn diagnostics() -> Vec<Diagnostic> {
    vec![
        finding(
            LAYER_VIOLATION,
            Severity::Error,
            "domain -> adapter_nats",
            "`domain` must not depend on `adapter_nats`",
        )
        .at(place(0, "adapter_nats::Bus"))
        .label("`adapter_nats` is in layer `adapter`")
        .related(place(0, "todo!()"), "and is used here")
        .related(
            place(1, "adapter_nats = { path = \"../adapter_nats\" }"),
            "declared here",
        )
        .note("layer `domain` may only see layers inside it")
        .help("declare a port here and implement it in the adapter"),
        // The same rule and key once more, over several lines.
        finding(
            LAYER_VIOLATION,
            Severity::Error,
            "domain -> adapter_nats",
            "`Order` must not know `adapter_nats`",
        )
        .at(place(0, "pub struct Order {\n    id: u64,\n}")),
        finding(
            TODO_COMMENT,
            Severity::Warning,
            "X",
            "`X` stands behind 100 % of [that](this), {0}, a, b: c",
        )
        .at(place(0, "X: u8 = 0"))
        .label("😀")
        .fix(Fix {
            title: "take out [the](zero)".to_owned(),
            edits: vec![TextEdit {
                span: place(0, " = 0"),
                text: String::new(),
            }],
        }),
        finding(
            PORT_WITHOUT_ADAPTER,
            Severity::Warning,
            "nowhere",
            "nothing implements `Clock`",
        ),
        Diagnostic::config("unknown key `presett` in `[archcheck]`")
            .at(place(2, "presett"))
            .label("not a key of this section")
            .help("did you mean `preset`?"),
        Diagnostic::new(Code::Syntax, Severity::Error, "expected SEMICOLON").at(place(0, "}\n")),
        Diagnostic::new(
            Code::Source,
            Severity::Error,
            "a \u{1b}[31mstrange\u{1b}[0m name\nand a second line",
        ),
    ]
}

fn accepted() -> Vec<Accepted> {
    vec![
        Accepted {
            diagnostic: finding(
                TODO_COMMENT,
                Severity::Warning,
                "later",
                "a comment postpones work",
            )
            .at(place(0, "// 😀 before a finding: columns differ by unit.")),
            by: Acceptance::Waiver {
                reason: "moves with the next release".to_owned(),
                owner: Some("@orders".to_owned()),
                expires: Some("2027-01-31".to_owned()),
                span: place(2, "[[waiver]]"),
            },
        },
        Accepted {
            diagnostic: finding(
                LAYER_VIOLATION,
                Severity::Error,
                "old",
                "`domain` must not depend on `log`",
            )
            .at(place(1, "[dependencies]")),
            by: Acceptance::Baseline,
        },
    ]
}

fn rules() -> Vec<RuleReport> {
    let rule = |info: RuleInfo, checked| RuleReport {
        info,
        bookkeeping: false,
        level: info.level,
        checked,
        shown: 0,
        waived: 0,
        baselined: 0,
        idle: None,
    };
    vec![
        RuleReport {
            shown: 2,
            baselined: 1,
            ..rule(LAYER_VIOLATION, 12)
        },
        RuleReport {
            shown: 1,
            waived: 1,
            ..rule(TODO_COMMENT, 4)
        },
        RuleReport {
            shown: 1,
            idle: Some("no ports are declared in `[archcheck]`".to_owned()),
            ..rule(PORT_WITHOUT_ADAPTER, 0)
        },
    ]
}

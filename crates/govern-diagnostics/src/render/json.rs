//! JSON lines: an object per diagnostic, and a last one that sums up. The schema is `docs/schema/output.schema.json`.

use std::io;

use serde::Serialize;

use crate::{
    Acceptance, Diagnostic, Fix, Location, Position, Report, Severity, Sources, Span, StepReport,
    fingerprint::Fingerprints, overall,
};

/// The version of what is written here; it grows when a reader could misunderstand the new form.
const SCHEMA_VERSION: u32 = 1;

pub(super) fn render(
    report: &Report,
    sources: &Sources,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    for diagnostic in &report.diagnostics {
        let body = Body::new(diagnostic, sources, fingerprints.of(diagnostic));
        line(
            &Line::Diagnostic {
                schema_version: SCHEMA_VERSION,
                body,
            },
            out,
        )?;
    }
    for accepted in &report.accepted {
        let diagnostic = &accepted.diagnostic;
        let body = Body::new(diagnostic, sources, fingerprints.of(diagnostic));
        let accepted = By::new(&accepted.by, sources);
        line(
            &Line::Accepted {
                schema_version: SCHEMA_VERSION,
                body,
                accepted,
            },
            out,
        )?;
    }
    line(
        &Line::Summary {
            schema_version: SCHEMA_VERSION,
            summary: Summary::new(report, sources),
        },
        out,
    )
}

fn line(line: &Line<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line<'r> {
    Diagnostic {
        schema_version: u32,
        #[serde(flatten)]
        body: Body<'r>,
    },
    Accepted {
        schema_version: u32,
        #[serde(flatten)]
        body: Body<'r>,
        accepted: By<'r>,
    },
    Summary {
        schema_version: u32,
        #[serde(flatten)]
        summary: Summary<'r>,
    },
}

#[derive(Serialize)]
struct Body<'r> {
    code: String,
    severity: &'static str,
    message: &'r str,
    key: &'r str,
    fingerprint: String,
    location: Option<Place<'r>>,
    label: Option<&'r str>,
    related: Vec<RelatedPlace<'r>>,
    notes: &'r [String],
    help: &'r [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixLine<'r>>,
}

impl<'r> Body<'r> {
    fn new(diagnostic: &'r Diagnostic, sources: &'r Sources, fingerprint: String) -> Self {
        Body {
            code: diagnostic.code.to_string(),
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            key: &diagnostic.key,
            fingerprint,
            location: diagnostic.span.and_then(|span| Place::new(span, sources)),
            label: diagnostic.label.as_deref(),
            related: diagnostic
                .related
                .iter()
                .map(|related| RelatedPlace {
                    message: &related.message,
                    location: Place::new(related.span, sources),
                })
                .collect(),
            notes: &diagnostic.notes,
            help: &diagnostic.help,
            fix: diagnostic
                .fix
                .as_ref()
                .and_then(|fix| FixLine::new(fix, sources)),
        }
    }
}

#[derive(Serialize)]
struct FixLine<'r> {
    title: &'r str,
    edits: Vec<EditLine<'r>>,
}

#[derive(Serialize)]
struct EditLine<'r> {
    location: Place<'r>,
    text: &'r str,
}

impl<'r> FixLine<'r> {
    /// Whole, or not at all: a part of it may be worse than nothing.
    fn new(fix: &'r Fix, sources: &'r Sources) -> Option<Self> {
        let edits = fix.edits.iter().map(|edit| {
            Some(EditLine {
                location: Place::new(edit.span, sources)?,
                text: &edit.text,
            })
        });
        Some(FixLine {
            title: &fix.title,
            edits: edits.collect::<Option<_>>()?,
        })
    }
}

#[derive(Serialize)]
struct RelatedPlace<'r> {
    message: &'r str,
    location: Option<Place<'r>>,
}

#[derive(Serialize)]
struct Place<'r> {
    path: &'r str,
    start: Point,
    end: Point,
}

impl<'r> Place<'r> {
    fn new(span: Span, sources: &'r Sources) -> Option<Self> {
        let Location {
            path,
            start,
            end,
            range,
        } = sources.locate(span)?;
        let (start, end) = (
            Point::new(start, range.start().into()),
            Point::new(end, range.end().into()),
        );
        Some(Place { path, start, end })
    }
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
    utf16_column: u32,
    byte: u32,
}

impl Point {
    fn new(position: Position, byte: u32) -> Self {
        Point {
            line: position.line,
            column: position.column,
            utf16_column: position.utf16_column,
            byte,
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
enum By<'r> {
    Waiver {
        reason: &'r str,
        owner: Option<&'r str>,
        expires: Option<&'r str>,
        location: Option<Place<'r>>,
    },
    Baseline,
}

impl<'r> By<'r> {
    fn new(by: &'r Acceptance, sources: &'r Sources) -> Self {
        match by {
            Acceptance::Waiver {
                reason,
                owner,
                expires,
                span,
            } => By::Waiver {
                reason,
                owner: owner.as_deref(),
                expires: expires.as_deref(),
                location: Place::new(*span, sources),
            },
            Acceptance::Baseline => By::Baseline,
        }
    }
}

#[derive(Serialize)]
struct Summary<'r> {
    tool: &'r str,
    tool_version: &'r str,
    errors: usize,
    warnings: usize,
    waived: usize,
    baselined: usize,
    rules: Vec<RuleLine<'r>>,
    opaque: Vec<OpaqueLine<'r>>,
    not_run: Vec<NotRunLine<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<StepLine<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    overall: Option<&'static str>,
}

#[derive(Serialize)]
struct RuleLine<'r> {
    code: String,
    level: &'static str,
    checked: usize,
    findings: usize,
    waived: usize,
    baselined: usize,
    idle: Option<&'r str>,
}

#[derive(Serialize)]
struct OpaqueLine<'r> {
    gate: &'r str,
    what: &'r str,
    count: usize,
    places: Vec<OpaquePlaceLine<'r>>,
}

#[derive(Serialize)]
struct OpaquePlaceLine<'r> {
    text: &'r str,
    location: Option<Place<'r>>,
}

#[derive(Serialize)]
struct NotRunLine<'r> {
    what: &'r str,
    why: &'r str,
    failed: bool,
}

#[derive(Serialize)]
struct StepLine<'r> {
    name: &'r str,
    command: &'r str,
    status: &'static str,
    duration_ms: u64,
    checked: Option<usize>,
    why: Option<&'r str>,
    hint: Option<&'r str>,
}

impl<'r> StepLine<'r> {
    fn new(step: &'r StepReport) -> Self {
        StepLine {
            name: &step.name,
            command: &step.command,
            status: step.status.as_str(),
            duration_ms: u64::try_from(step.took.as_millis()).unwrap_or(u64::MAX),
            checked: step.checked,
            why: step.why.as_deref(),
            hint: step.hint.as_deref(),
        }
    }
}

impl<'r> Summary<'r> {
    fn new(report: &'r Report, sources: &'r Sources) -> Self {
        Summary {
            tool: &report.tool.name,
            tool_version: &report.tool.version,
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            waived: report.waived(),
            baselined: report.baselined(),
            rules: report
                .rules
                .iter()
                .map(|rule| RuleLine {
                    code: rule.info.to_string(),
                    level: rule.level.as_str(),
                    checked: rule.checked,
                    findings: rule.shown,
                    waived: rule.waived,
                    baselined: rule.baselined,
                    idle: rule.idle.as_deref(),
                })
                .collect(),
            opaque: report
                .opaque
                .iter()
                .map(|opaque| OpaqueLine {
                    gate: opaque.gate,
                    what: &opaque.what,
                    count: opaque.count,
                    places: opaque
                        .places
                        .iter()
                        .map(|place| OpaquePlaceLine {
                            text: &place.text,
                            location: Place::new(place.span, sources),
                        })
                        .collect(),
                })
                .collect(),
            not_run: report
                .not_run
                .iter()
                .map(|part| NotRunLine {
                    what: &part.what,
                    why: &part.why,
                    failed: part.failed,
                })
                .collect(),
            steps: report.steps.iter().map(StepLine::new).collect(),
            overall: (!report.steps.is_empty()).then(|| overall(&report.steps).as_str()),
        }
    }
}

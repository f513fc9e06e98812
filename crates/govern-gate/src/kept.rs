//! What gates found before: the same program finds the same in the same workspace with the same configuration.
//!
//! Kept is what a gate says, before levels, waivers and baseline, so that none of them can make it wrong.

use std::collections::BTreeMap;

use bitcode::{Decode, Encode};
use govern_diagnostics::{
    Code, Diagnostic, FileId, Fix, NotRun, Opaque, OpaquePlace, Related, RuleInfo, Severity, Span,
    TextEdit,
};
use govern_workspace::Keeping;
use text_size::{TextRange, TextSize};

use crate::{Finding, Gate, GateOutcome, RuleOutcome, Session, gate::Selectors, version::Origin};

/// What a gate finds, if that is known from before.
pub(crate) fn known(gate: &dyn Gate, session: &Session) -> Option<GateOutcome> {
    let key = session.key(gate.name())?;
    decode(&session.workspace().kept(&key)?, gate, session)
}

/// What a gate found, to be kept; none if it cannot be.
pub(crate) fn keep<'s>(
    gate: &dyn Gate,
    session: &'s Session,
    outcome: &GateOutcome,
) -> Option<Keeping<'s>> {
    let key = session.key(gate.name())?;
    let bytes = encode(outcome, gate, session)?;
    Some(session.workspace().keep(&key, bytes))
}

#[derive(Encode, Decode)]
struct KeptOutcome {
    /// What places count in.
    files: Vec<(Origin, String)>,
    rules: Vec<KeptRule>,
    diagnostics: Vec<KeptDiagnostic>,
    opaque: Vec<KeptOpaque>,
    not_run: Vec<(String, String, bool)>,
    comments: Vec<Place>,
    tried: usize,
    unmatched: Vec<KeptFinding>,
}

#[derive(Encode, Decode)]
struct KeptRule {
    name: String,
    checked: usize,
    idle: Option<String>,
    findings: Vec<KeptFinding>,
}

#[derive(Encode, Decode)]
struct KeptFinding {
    place: Option<Place>,
    key: String,
    message: String,
    warns: bool,
    label: Option<String>,
    related: Vec<(Place, String)>,
    notes: Vec<String>,
    help: Vec<String>,
    /// A title, and what is replaced by what.
    fix: Option<(String, Vec<(Place, String)>)>,
    concealed: Vec<Place>,
}

#[derive(Encode, Decode)]
struct KeptDiagnostic {
    code: KeptCode,
    is_error: bool,
    finding: KeptFinding,
}

#[derive(Encode, Decode)]
enum KeptCode {
    Config,
    Workspace,
    Source,
    Syntax,
    Rule(String),
}

#[derive(Encode, Decode)]
struct KeptOpaque {
    what: String,
    count: usize,
    places: Vec<(Place, String)>,
}

/// A file, by its row, and a range.
#[derive(Encode, Decode)]
struct Place(u32, u32, u32);

/// An outcome as bytes; none for one that points into sources which nobody finds again.
fn encode(outcome: &GateOutcome, gate: &dyn Gate, session: &Session) -> Option<Vec<u8>> {
    let GateOutcome {
        rules,
        diagnostics,
        opaque,
        not_run,
        comments,
        selectors: Selectors { tried, unmatched },
    } = outcome;
    let mut writer = Writer {
        session,
        files: Vec::new(),
        rows: BTreeMap::new(),
    };
    let rules = rules.iter().map(|rule| writer.rule(rule));
    let rules = rules.collect::<Option<_>>()?;
    let diagnostics = diagnostics.iter().map(|it| writer.diagnostic(it, gate));
    let diagnostics = diagnostics.collect::<Option<_>>()?;
    let opaque = opaque.iter().map(|it| writer.opaque(it, gate));
    let opaque = opaque.collect::<Option<_>>()?;
    let comments = comments.iter().map(|span| writer.place(*span));
    let comments = comments.collect::<Option<_>>()?;
    let unmatched = unmatched.iter().map(|finding| writer.finding(finding));
    let unmatched = unmatched.collect::<Option<_>>()?;
    let not_run = not_run.iter();
    Some(bitcode::encode(&KeptOutcome {
        rules,
        diagnostics,
        opaque,
        not_run: not_run
            .map(|it| (it.what.clone(), it.why.clone(), it.failed))
            .collect(),
        comments,
        tried: *tried,
        unmatched,
        files: writer.files,
    }))
}

struct Writer<'s> {
    session: &'s Session,
    files: Vec<(Origin, String)>,
    /// Their rows.
    rows: BTreeMap<FileId, u32>,
}

impl Writer<'_> {
    fn place(&mut self, span: Span) -> Option<Place> {
        let row = match self.rows.get(&span.file) {
            Some(row) => *row,
            None => {
                let row = self.files.len() as u32;
                self.files.push(self.session.origin(span.file)?);
                self.rows.insert(span.file, row);
                row
            }
        };
        let range = span.range;
        Some(Place(row, range.start().into(), range.end().into()))
    }

    fn rule(&mut self, rule: &RuleOutcome) -> Option<KeptRule> {
        let findings = rule.findings.iter().map(|finding| self.finding(finding));
        Some(KeptRule {
            name: rule.info.name.to_owned(),
            checked: rule.checked,
            idle: rule.idle.clone(),
            findings: findings.collect::<Option<_>>()?,
        })
    }

    fn finding(&mut self, finding: &Finding) -> Option<KeptFinding> {
        let Finding {
            span,
            key,
            message,
            warns,
            label,
            related,
            notes,
            help,
            fix,
            concealed,
        } = finding;
        let fix = match fix {
            Some(Fix { title, edits }) => {
                let edits = edits.iter();
                let edits = edits.map(|it| Some((self.place(it.span)?, it.text.clone())));
                Some((title.clone(), edits.collect::<Option<_>>()?))
            }
            None => None,
        };
        let place = match span {
            Some(span) => Some(self.place(*span)?),
            None => None,
        };
        let related = related.iter();
        let related = related.map(|it| Some((self.place(it.span)?, it.message.clone())));
        let related = related.collect::<Option<_>>()?;
        let concealed = concealed.iter().map(|span| self.place(*span));
        Some(KeptFinding {
            place,
            key: key.clone(),
            message: message.clone(),
            warns: *warns,
            label: label.clone(),
            related,
            notes: notes.clone(),
            help: help.clone(),
            fix,
            concealed: concealed.collect::<Option<_>>()?,
        })
    }

    fn diagnostic(&mut self, diagnostic: &Diagnostic, gate: &dyn Gate) -> Option<KeptDiagnostic> {
        let code = match diagnostic.code {
            Code::Config => KeptCode::Config,
            Code::Workspace => KeptCode::Workspace,
            Code::Source => KeptCode::Source,
            Code::Syntax => KeptCode::Syntax,
            Code::Rule { gate: of, name } if of == gate.name() => KeptCode::Rule(name.to_owned()),
            Code::Rule { .. } => return None,
        };
        let Diagnostic {
            code: _,
            severity,
            key,
            message,
            span,
            label,
            related,
            notes,
            help,
            fix,
            concealed,
        } = diagnostic.clone();
        let finding = self.finding(&Finding {
            span,
            key,
            message,
            warns: false,
            label,
            related,
            notes,
            help,
            fix,
            concealed,
        });
        Some(KeptDiagnostic {
            code,
            is_error: severity == Severity::Error,
            finding: finding?,
        })
    }

    fn opaque(&mut self, opaque: &Opaque, gate: &dyn Gate) -> Option<KeptOpaque> {
        let places = opaque.places.iter();
        let places = places.map(|it| Some((self.place(it.span)?, it.text.clone())));
        (opaque.gate == gate.name()).then_some(KeptOpaque {
            what: opaque.what.clone(),
            count: opaque.count,
            places: places.collect::<Option<_>>()?,
        })
    }
}

/// The outcome of bytes; none if they are of another time.
pub(crate) fn decode(bytes: &[u8], gate: &dyn Gate, session: &Session) -> Option<GateOutcome> {
    let kept: KeptOutcome = bitcode::decode(bytes).ok()?;
    let files = kept.files.iter();
    let files = files.map(|(origin, path)| session.file_of(origin, path));
    let reader = Reader {
        gate: gate.name(),
        rules: gate.rules(),
        files: files.collect::<Option<_>>()?,
    };
    let rules = kept.rules.into_iter().map(|rule| reader.rule(rule));
    let diagnostics = kept.diagnostics.into_iter();
    let diagnostics = diagnostics.map(|it| reader.diagnostic(it));
    let opaque = kept.opaque.into_iter().map(|it| reader.opaque(it));
    let not_run = kept.not_run.into_iter();
    let comments = kept.comments.iter().map(|place| reader.span(place));
    let unmatched = kept.unmatched.into_iter().map(|it| reader.finding(it));
    Some(GateOutcome {
        rules: rules.collect::<Option<_>>()?,
        diagnostics: diagnostics.collect::<Option<_>>()?,
        opaque: opaque.collect::<Option<_>>()?,
        not_run: not_run
            .map(|(what, why, failed)| NotRun { what, why, failed })
            .collect(),
        comments: comments.collect::<Option<_>>()?,
        selectors: Selectors {
            tried: kept.tried,
            unmatched: unmatched.collect::<Option<_>>()?,
        },
    })
}

struct Reader {
    gate: &'static str,
    rules: Vec<RuleInfo>,
    files: Vec<FileId>,
}

impl Reader {
    fn info(&self, name: &str) -> Option<RuleInfo> {
        self.rules.iter().find(|rule| rule.name == name).copied()
    }

    fn span(&self, Place(file, start, end): &Place) -> Option<Span> {
        let range = (start <= end).then(|| TextRange::new(TextSize::new(*start), (*end).into()))?;
        Some(Span::new(*self.files.get(*file as usize)?, range))
    }

    fn rule(&self, rule: KeptRule) -> Option<RuleOutcome> {
        let findings = rule.findings.into_iter().map(|it| self.finding(it));
        Some(RuleOutcome {
            info: self.info(&rule.name)?,
            checked: rule.checked,
            idle: rule.idle,
            findings: findings.collect::<Option<_>>()?,
        })
    }

    fn finding(&self, finding: KeptFinding) -> Option<Finding> {
        let span = match &finding.place {
            Some(place) => Some(self.span(place)?),
            None => None,
        };
        let related = finding.related.into_iter();
        let related = related.map(|(place, message)| {
            let span = self.span(&place)?;
            Some(Related { span, message })
        });
        let fix = match finding.fix {
            Some((title, edits)) => {
                let edits = edits.into_iter().map(|(place, text)| {
                    let span = self.span(&place)?;
                    Some(TextEdit { span, text })
                });
                let edits = edits.collect::<Option<_>>()?;
                Some(Fix { title, edits })
            }
            None => None,
        };
        let concealed = finding.concealed.iter().map(|place| self.span(place));
        Some(Finding {
            span,
            key: finding.key,
            message: finding.message,
            warns: finding.warns,
            label: finding.label,
            related: related.collect::<Option<_>>()?,
            notes: finding.notes,
            help: finding.help,
            fix,
            concealed: concealed.collect::<Option<_>>()?,
        })
    }

    fn diagnostic(&self, diagnostic: KeptDiagnostic) -> Option<Diagnostic> {
        let code = match diagnostic.code {
            KeptCode::Config => Code::Config,
            KeptCode::Workspace => Code::Workspace,
            KeptCode::Source => Code::Source,
            KeptCode::Syntax => Code::Syntax,
            KeptCode::Rule(name) => self.info(&name)?.code(),
        };
        let severity = match diagnostic.is_error {
            true => Severity::Error,
            false => Severity::Warning,
        };
        Some(
            self.finding(diagnostic.finding)?
                .into_diagnostic(code, severity),
        )
    }

    fn opaque(&self, opaque: KeptOpaque) -> Option<Opaque> {
        let places = opaque.places.into_iter();
        let places = places.map(|(place, text)| {
            let span = self.span(&place)?;
            Some(OpaquePlace { span, text })
        });
        Some(Opaque {
            gate: self.gate,
            what: opaque.what,
            count: opaque.count,
            places: places.collect::<Option<_>>()?,
        })
    }
}

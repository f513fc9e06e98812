//! Libraries as contracts: what cargo-semver-checks says about them. It builds the project, so it runs only where that is
//! asked for, and where the project is trusted.

mod bump;
pub(crate) mod output;
mod place;
mod tool;

use std::collections::BTreeSet;

use govern_diagnostics::{Diagnostic, NotRun, Opaque, OpaquePlace};
use govern_gate::{Findings, Session, did_you_mean};
use govern_workspace::{Package, Workspace};

use crate::config::NAME;
use crate::lifecycle::version::Version;
use crate::manifest::{RunTool, RustApi};
use bump::{Allowed, allowed};
use output::{Comparison, Failure};
use tool::Tool;

pub(crate) use tool::Baseline;

/// The flag that runs tools which contracts ask for on request.
pub(crate) const RUN_TOOLS: &str = "run-tools";

/// What became of libraries.
#[derive(Debug, Default)]
pub(crate) struct RustApis {
    declared: usize,
    /// How many lints were run.
    checked: usize,
    /// Why none was, if that is right.
    idle: Option<&'static str>,
    breaks: Vec<Break>,
    pub(crate) mistakes: Vec<Diagnostic>,
    pub(crate) not_run: Vec<NotRun>,
    unsure: Vec<OpaquePlace>,
}

/// What breaks who builds against a library.
#[derive(Debug)]
struct Break {
    key: String,
    span: Option<govern_diagnostics::Span>,
    published: Option<govern_diagnostics::Span>,
    message: String,
    label: String,
    notes: Vec<String>,
    help: String,
}

impl RustApis {
    /// Compares what is declared with the published version.
    pub(crate) fn read(
        session: &Session,
        declared: &[RustApi],
        past: Option<(&Workspace, Baseline<'_>)>,
    ) -> RustApis {
        let mut apis = RustApis {
            declared: declared.len(),
            ..RustApis::default()
        };
        let mut tool = None;
        for api in declared {
            let Some(package) = apis.package(session.workspace(), api) else {
                continue;
            };
            let Some((old, baseline)) = past else {
                let why = "no published version is named: give `--against REV`, or `against` in `[contract]` of govern.toml";
                // One gate of several was not asked to.
                let failed = session.tool().command == "cargo contract";
                apis.skip(api, why.to_owned(), failed);
                continue;
            };
            let Some(before) = old.package_named(&package.name) else {
                apis.idle = Some("the published version has no package of a `rust-api` contract");
                continue;
            };
            if api.run == RunTool::OnRequest && !session.args().flag(RUN_TOOLS) {
                let why = "it is run on request, as it builds the project: give `--run-tools`";
                apis.skip(api, why.to_owned(), false);
                apis.idle = Some("the tool for `rust-api` contracts is run on request only");
                continue;
            }
            let tool = tool.get_or_insert_with(|| Tool::find(session.workspace()));
            let judged = tool.as_ref().map_err(String::clone).and_then(|tool| {
                Judge {
                    api,
                    package,
                    before,
                    tool,
                    old,
                }
                .judge(session, baseline)
            });
            match judged {
                Ok(judged) => {
                    apis.checked += judged.checked;
                    apis.breaks.extend(judged.breaks);
                    apis.unsure.extend(judged.unsure);
                }
                Err(why) => apis.skip(api, why, true),
            }
        }
        apis
    }

    /// Findings of the tool that it makes of a package and itself, too.
    pub(crate) fn opaque(&self) -> Option<Opaque> {
        (!self.unsure.is_empty()).then(|| Opaque {
            gate: NAME,
            what: "findings of cargo-semver-checks that it also has between a package and itself"
                .to_owned(),
            count: self.unsure.len(),
            places: self.unsure.clone(),
        })
    }

    /// Reports what breaks users of libraries.
    pub(crate) fn report(&self, findings: &mut Findings) {
        if self.checked == 0 {
            findings.idle(match self.declared {
                0 => "no contract is of the kind `rust-api`",
                _ => self.idle.unwrap_or("no library could be compared"),
            });
        }
        findings.checked(self.checked);
        for found in &self.breaks {
            let finding = findings.report(found.span, found.key.clone(), found.message.clone());
            finding.label(found.label.clone());
            for note in &found.notes {
                finding.note(note.clone());
            }
            finding.help(found.help.clone());
            if let Some(span) = found.published {
                finding.related(span, "as it was published");
            }
        }
    }

    /// The package of a contract; it is a mistake if there is none, or one without a library.
    fn package<'w>(&mut self, workspace: &'w Workspace, api: &RustApi) -> Option<&'w Package> {
        let name = &api.payload.text;
        let at = |message: String| Diagnostic::config(message).at(api.payload.span.or(api.span));
        let Some(package) = workspace.package_named(name) else {
            let known = workspace.packages().iter().map(|it| it.name.as_str());
            let mistake = at(format!("no package of the workspace is called `{name}`"));
            self.mistakes.push(match did_you_mean(name, known) {
                Some(similar) => mistake.help(format!("did you mean `{similar}`?")),
                None => mistake.help("the `payload` of a library is the name of its package"),
            });
            return None;
        };
        if package.library().is_none() || package.is_proc_macro() {
            let mistake = at(format!("`{name}` has no library that others can link"));
            self.mistakes
                .push(mistake.help("name a package with a library, or remove the contract"));
            return None;
        }
        Some(package)
    }

    fn skip(&mut self, api: &RustApi, why: String, failed: bool) {
        self.not_run.push(NotRun {
            what: format!("the comparison of the Rust API of `{}`", api.payload.text),
            why,
            failed,
        });
    }
}

/// What came out for one library.
struct Judged {
    checked: usize,
    breaks: Vec<Break>,
    unsure: Vec<OpaquePlace>,
}

/// One library and the tool.
struct Judge<'a> {
    api: &'a RustApi,
    package: &'a Package,
    before: &'a Package,
    old: &'a Workspace,
    tool: &'a Tool<'a>,
}

impl Judge<'_> {
    fn judge(&self, session: &Session, baseline: Baseline<'_>) -> Result<Judged, String> {
        let Judge {
            api,
            package,
            before,
            ..
        } = self;
        let comparison = self.tool.compare(package, baseline, api.at_most)?;
        self.is_of_this(&comparison)?;
        let Some(allowed) = allowed(&before.version, &package.version) else {
            return Err(format!("`{}` is no version", package.version));
        };
        let is_allowed = |failure: &Failure| {
            allowed
                >= if failure.is_major {
                    Allowed::Major
                } else {
                    Allowed::Minor
                }
        };
        let failures = comparison.failures.iter().filter(|it| !is_allowed(it));
        let failures: Vec<&Failure> = failures.collect();
        let mut judged = Judged {
            checked: comparison.checks,
            breaks: Vec::new(),
            unsure: Vec::new(),
        };
        if failures.is_empty() {
            return Ok(judged);
        }
        // What was found stands, even if that cannot be asked: it is said.
        let (itself, doubt) = match self.with_itself() {
            Ok(itself) => (itself, None),
            Err(why) => (BTreeSet::new(), Some(why)),
        };
        for failure in failures {
            for found in &failure.found {
                let (item, _) = place::split(found);
                if !itself.contains(&(failure.lint.clone(), item)) {
                    let mut found = self.broken(session, failure, found);
                    found.notes.extend(doubt.as_ref().map(|why| {
                        format!("whether it is also found between the package and itself is not known: {why}")
                    }));
                    judged.breaks.push(found);
                } else if let Some(span) = api.payload.span.or(api.span) {
                    let text = format!("`{}`: {found}", failure.lint);
                    judged.unsure.push(OpaquePlace { span, text });
                }
            }
        }
        Ok(judged)
    }

    /// That it looked at what we look at.
    fn is_of_this(&self, comparison: &Comparison) -> Result<(), String> {
        let told = [&comparison.old, &comparison.new];
        let ours = [&self.before.version, &self.package.version];
        if told == ours {
            return Ok(());
        }
        Err(format!(
            "cargo-semver-checks compared the versions {} and {}, which are {} and {} here",
            told[0], told[1], ours[0], ours[1]
        ))
    }

    /// What the tool finds between the package and itself: there it is wrong.
    fn with_itself(&self) -> Result<BTreeSet<(String, String)>, String> {
        let here = Baseline::Directory(&self.package.directory);
        let comparison = self.tool.compare(self.package, here, self.api.at_most)?;
        let of = |failure: &Failure| {
            let items = failure.found.iter().map(|found| place::split(found).0);
            let lint = failure.lint.clone();
            items
                .map(move |item| (lint.clone(), item))
                .collect::<Vec<_>>()
        };
        Ok(comparison.failures.iter().flat_map(of).collect())
    }

    fn broken(&self, session: &Session, failure: &Failure, found: &str) -> Break {
        let name = &self.package.name;
        let (item, place) = place::split(found);
        let here =
            place.and_then(|(path, line)| place::span_in(session.workspace(), path, line, &item));
        let published = match (here, place) {
            (None, Some((path, line))) => {
                place::span_in_copy((session.workspace(), self.old), path, line, &item)
            }
            _ => None,
        };
        let version = Version::parse(&self.before.version);
        let (kind, next) = match failure.is_major {
            true => ("major", version.map(Version::next_breaking)),
            false => ("minor", version.map(Version::next_compatible)),
        };
        let next = next
            .map(|next| format!(", at least {next}"))
            .unwrap_or_default();
        let mut notes = vec![failure.description.clone()];
        notes.extend(failure.reference.as_ref().map(|link| format!("see {link}")));
        notes.retain(|note| !note.is_empty());
        Break {
            key: format!("{name} {} {item}", failure.lint),
            span: here.or(self.api.payload.span).or(self.api.span),
            published,
            message: format!("`{name}`: {}: {item}", failure.title),
            label: format!("cargo-semver-checks: {}", failure.lint),
            notes,
            help: format!(
                "keep what others use, or make `{name}` {} a {kind} version{next}",
                self.package.version
            ),
        }
    }
}

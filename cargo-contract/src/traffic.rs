//! The model of the rules about NATS: what the code says and hears, beside what is declared, configured and allowed.

mod stream_files;

use std::collections::BTreeSet;
use std::ops::Range;

use govern_diagnostics::{Diagnostic, Opaque, OpaquePlace, Span};
use govern_gate::{Error, Findings, Session, Spanned};
use govern_workspace::Workspace;

use crate::collect::Side;
use crate::config::{Config, NatsConfig};
use crate::direction::Direction;
use crate::manifest::{Id, Manifest};
use crate::server::{self, User};
use crate::subjects::{Given, Pattern, Site, Subjects, subjects};
use crate::told::Told;

/// What is checked of NATS.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    /// Whether `[contract.nats]` is there.
    pub(crate) is_on: bool,
    pub(crate) now: Subjects,
    /// What was published, and its name.
    pub(crate) before: Option<(Subjects, String)>,
    /// Contracts with a subject.
    pub(crate) declared: Vec<Declared>,
    /// What several programs may publish to.
    pub(crate) shared: Vec<Pattern>,
    /// What others declare.
    pub(crate) external: Vec<Pattern>,
    /// What the server allows.
    pub(crate) users: Vec<User>,
}

/// A contract with a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Declared {
    pub(crate) id: Id,
    pub(crate) subject: Pattern,
    pub(crate) direction: Direction,
    pub(crate) span: Option<Span>,
    /// Whether a stream is to keep its messages.
    pub(crate) is_stored: bool,
}

impl Traffic {
    /// Looks at the code, and at all that is said about it.
    pub(crate) fn read(
        session: &Session,
        config: Option<&NatsConfig>,
        manifest: &Manifest,
        published: Option<(&Side<'_>, &str)>,
    ) -> Result<(Traffic, Told), Error> {
        let mut told = Told::default();
        let Some(config) = config else {
            return Ok((Traffic::default(), told));
        };
        let side = Side {
            workspace: session.workspace(),
            names: session.names(),
        };
        let given = given(session, session.workspace(), Some(config), &mut told)?;
        let now = subjects(&side, &given);
        let at = |range: Range<usize>| session.config_span(range);
        for token in &config.tokens {
            let fits = !now.idle_tokens.contains(token.get_ref());
            let pattern = token.get_ref().clone();
            told.selectors
                .push((at(token.span()), "type", pattern, usize::from(fits)));
        }
        let mut patterns = |written: &[Spanned<String>]| -> Vec<Pattern> {
            let read = |text: &Spanned<String>| match Pattern::parse(text.get_ref()) {
                Ok(pattern) => Some(pattern),
                Err(why) => {
                    let message = format!("`{}` is no subject", text.get_ref());
                    told.mistakes
                        .push(Diagnostic::config(message).at(at(text.span())).note(why));
                    None
                }
            };
            written.iter().filter_map(read).collect()
        };
        let shared = patterns(&config.shared);
        let external = patterns(&config.external);
        let mut declared = Vec::new();
        for contract in &manifest.contracts {
            let Some(subject) = contract
                .subject
                .as_ref()
                .filter(|_| contract.removed.is_none())
            else {
                continue;
            };
            match Pattern::parse(subject) {
                Ok(pattern) => declared.push(Declared {
                    id: contract.id.clone(),
                    subject: pattern,
                    direction: contract.direction,
                    span: contract.span,
                    is_stored: contract.stream.is_some(),
                }),
                Err(why) => {
                    let message = format!("`{subject}` is no subject");
                    let mistake = Diagnostic::config(message).at(contract.span);
                    told.mistakes.push(mistake.note(why));
                }
            }
        }
        let before = match published {
            Some((side, name)) => {
                // What is wrong with a file of then cannot be mended.
                let given =
                    self::given(session, side.workspace, Some(config), &mut Told::default())?;
                Some((subjects(side, &given), name.to_owned()))
            }
            None => None,
        };
        let users = server::users(session, config, &now, &mut told)?;
        Ok((
            Traffic {
                is_on: true,
                now,
                before,
                declared,
                shared,
                external,
                users,
            },
            told,
        ))
    }

    /// Whether there is nothing to look at because nobody asked for it, which is said.
    pub(crate) fn is_off(&self, findings: &mut Findings) -> bool {
        if !self.is_on {
            findings.idle("`[contract.nats]` is not in govern.toml: subjects are not looked at");
        }
        !self.is_on
    }

    /// Whether there is no version to compare with, which is said.
    pub(crate) fn has_no_past(&self, findings: &mut Findings) -> bool {
        if self.is_off(findings) {
            return true;
        }
        if self.before.is_none() {
            findings.idle("no published version is named to compare subjects with");
        }
        self.before.is_none()
    }

    /// What could not be known.
    pub(crate) fn opaque(&self) -> Option<Opaque> {
        let places: Vec<OpaquePlace> = self
            .now
            .opaque
            .iter()
            .map(|it| OpaquePlace {
                span: it.span,
                text: match it.act {
                    Some(act) => format!("{}: {}", act.as_str(), it.reason),
                    None => it.reason.clone(),
                },
            })
            .collect();
        (!places.is_empty()).then(|| Opaque {
            gate: crate::config::NAME,
            what: "uses of NATS whose subject is not known".to_owned(),
            count: places.len(),
            places,
        })
    }
}

/// What is said about subjects besides the code: in govern.toml, and in the files that it names.
pub(crate) fn given(
    session: &Session,
    workspace: &Workspace,
    config: Option<&NatsConfig>,
    told: &mut Told,
) -> Result<Given, Error> {
    let mut given = Given::default();
    let Some(config) = config else {
        return Ok(given);
    };
    let tokens = config.tokens.iter().map(|it| it.get_ref().clone());
    given.tokens = tokens.collect();
    stream_files::read(session, workspace, &config.streams, &mut given, told)?;
    Ok(given)
}

/// What the program says and hears, for a command, which has nothing to say if something is wrong with what is given.
pub(crate) fn known_subjects(session: &Session, config: &Config) -> Result<Subjects, Error> {
    let side = Side {
        workspace: session.workspace(),
        names: session.names(),
    };
    let mut told = Told::default();
    let given = given(
        session,
        session.workspace(),
        config.nats.as_ref(),
        &mut told,
    )?;
    match told.mistakes.into_iter().next() {
        Some(mistake) => Err(mistake.into()),
        None => Ok(subjects(&side, &given)),
    }
}

/// Sites of the program's own subjects, each subject at one place only once.
pub(crate) fn own_sites(subjects: &Subjects, out: bool) -> impl Iterator<Item = &Site> {
    let own = subjects
        .going(out)
        .filter(|it| !it.subject.pattern.is_of_system());
    let mut seen = BTreeSet::new();
    own.filter(move |site| {
        let place = crate::subjects::place(site.decided());
        seen.insert((site.subject.clone(), place))
    })
}

/// The program that a site is in, as messages show it.
pub(crate) fn shown_services(services: &BTreeSet<&str>) -> String {
    let names: Vec<String> = services.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

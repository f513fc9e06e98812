//! Joins what the gates know about a criterion.

use std::collections::{BTreeMap, BTreeSet};

use cargo_ac::commands::report::rows::CriterionRow;
use cargo_ac::traced::{By, Code, Traced};
use cargo_archcheck::model::architecture::{Architecture, ModuleRow};
use cargo_archcheck::model::assembly::Assembly;
use cargo_archcheck::policy::{LayerId, Role};
use cargo_contract::overview::{Overview, overview};
use govern_diagnostics::{Diagnostic, FileId, Span};
use govern_gate::{Error, Session};

use super::{
    Above, Brief, CodeRow, ContractRow, DocumentRow, ForbiddenRow, LayerRow, PortRow, SubjectRow,
    TestRow,
};
use crate::agents::{SCHEMA_VERSION, place::Place};
use crate::{policy, route};

/// All that there is to know for work on a criterion.
pub(in crate::agents) fn brief(session: &Session, id: &str) -> Result<Brief, Error> {
    let Some(traced) = Traced::load(session)? else {
        let mistake = Diagnostic::config("there is no ledger, so there are no criteria")
            .help("write one, or name it in `[ac]` of govern.toml");
        return Err(mistake.into());
    };
    traced.check(id)?;
    let report = traced.report();
    let (story, requirement, criterion) = report
        .criteria()
        .find(|(.., criterion)| criterion.id == id)
        .expect("it was checked that there is one");
    let only = BTreeSet::from([id]);
    let code = traced.code(Some(&only)).remove(id).unwrap_or_default();
    let (assembly, mistakes) = Assembly::load(session)?;
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    let known = Known {
        session,
        architecture: &assembly.architecture,
        code: &code,
    };
    let layers = known.layers();
    let contracts = overview(session)?;
    let (prove, not_run) = traced.commands(&only);
    let files = known.files(criterion);
    let above = |id: &str, title: &str| Above {
        id: id.to_owned(),
        title: title.to_owned(),
    };
    Ok(Brief {
        schema_version: SCHEMA_VERSION,
        id: criterion.id.clone(),
        text: criterion.text.clone(),
        priority: criterion.priority,
        state: criterion.state,
        verdict: criterion.status.verdict,
        troubles: criterion.troubles().to_vec(),
        place: criterion.place.as_ref().map(Place::from),
        documents: documents(&traced, [id, &requirement.id, &story.id]),
        requirement: above(&requirement.id, &requirement.title),
        story: above(&story.id, &story.title),
        depends_on: criterion.depends_on.clone(),
        waiver: criterion
            .waiver
            .as_ref()
            .map(|it| format!("until {}: {}", it.until, it.reason)),
        code: known.code(),
        layers: known.layer_rows(&layers),
        forbidden: known.forbidden(&layers),
        ports: known.ports(),
        contracts: known.contracts(&contracts),
        subjects: known.subjects(&contracts),
        tests: tests(criterion),
        missing: missing(criterion),
        policies: policy::applying(session, &files)?,
        prove,
        not_run,
        needs: route::names_needed(session, &files)?,
        left_out: Vec::new(),
        files,
    })
}

/// The decisions and documents that a criterion and what is above it name.
fn documents(traced: &Traced<'_>, ids: [&str; 3]) -> Vec<DocumentRow> {
    let named = traced.named().into_iter();
    let its = named.filter(|it| it.by.as_deref().is_none_or(|by| ids.contains(&by)));
    its.map(|it| DocumentRow {
        kind: if it.is_decision {
            "decision"
        } else {
            "document"
        },
        name: it.text,
        path: it.path,
    })
    .collect()
}

fn tests(criterion: &CriterionRow) -> Vec<TestRow> {
    let links = criterion.links.iter().map(|link| TestRow {
        level: link.level,
        kind: link.kind,
        name: link.title(),
        evidence: link.evidence,
        proof: link.proof,
        place: link.place.as_ref().map(Place::from),
    });
    links.collect()
}

/// The levels that it needs and at which nothing is linked.
fn missing(criterion: &CriterionRow) -> Vec<Vec<String>> {
    let has = |level: &&&str| criterion.links.iter().any(|link| link.level == **level);
    let needs = criterion.needs.iter();
    let lacking = needs.filter(|any_of| !any_of.iter().any(|level| has(&level)));
    lacking
        .map(|any_of| any_of.iter().map(|level| (*level).to_owned()).collect())
        .collect()
}

/// What is known about the code of a criterion.
struct Known<'k> {
    session: &'k Session,
    architecture: &'k Architecture,
    code: &'k [Code],
}

impl Known<'_> {
    /// The code that says that it is there for it, if some does; or else all that its tests reach, or the programs that they start.
    fn own(&self) -> impl Iterator<Item = &Code> {
        let has_links = self.code.iter().any(|code| code.by == By::Link);
        let code = self.code.iter();
        code.filter(move |code| !has_links || code.by == By::Link)
    }

    fn module(&self, path: &str) -> Option<ModuleRow> {
        let mut rows = self.architecture.module_rows();
        rows.find(|&row| self.architecture.module(row).path == path)
    }

    fn layer_of(&self, module: &str) -> Option<LayerId> {
        let row = self.module(module)?;
        self.architecture.module(row).layer
    }

    /// The layers that its code is in; all of them, if there is no code yet.
    fn layers(&self) -> BTreeSet<LayerId> {
        let own: BTreeSet<&str> = self.own().map(|code| code.module.as_str()).collect();
        if own.is_empty() {
            let modules = self.architecture.modules.iter();
            return modules.filter_map(|module| module.layer).collect();
        }
        let layers = own.into_iter().filter_map(|module| self.layer_of(module));
        layers.collect()
    }

    fn layer_rows(&self, layers: &BTreeSet<LayerId>) -> Vec<LayerRow> {
        let policy = &self.architecture.policy;
        let inhabited: BTreeSet<LayerId> = self
            .architecture
            .modules
            .iter()
            .filter_map(|module| module.layer)
            .collect();
        let rows = layers.iter().map(|&id| {
            let layer = policy.layer(id);
            let others = inhabited.iter().filter(|other| **other != id);
            let (may, may_not): (Vec<LayerId>, Vec<LayerId>) =
                others.partition(|other| policy.allows(id, **other));
            let names = |ids: Vec<LayerId>| {
                let names = ids.into_iter().map(|id| policy.layer(id).name.clone());
                names.collect()
            };
            let role = Role::ALL.iter().find(|(_, role)| Some(*role) == layer.role);
            LayerRow {
                name: layer.name.clone(),
                role: role.map(|(name, _)| *name),
                because: layer.because.clone(),
                may_use: names(may),
                may_not_use: names(may_not),
            }
        });
        rows.collect()
    }

    fn forbidden(&self, layers: &BTreeSet<LayerId>) -> Vec<ForbiddenRow> {
        let policy = &self.architecture.policy;
        let mut rows: Vec<ForbiddenRow> = Vec::new();
        for forbidden in &policy.forbidden {
            let concerned = layers
                .iter()
                .filter(|&&layer| self.architecture.is_in_scope(Some(layer), &forbidden.scope));
            let concerned: Vec<String> = concerned
                .map(|&layer| policy.layer(layer).name.clone())
                .collect();
            if !concerned.is_empty() {
                rows.push(ForbiddenRow {
                    names: forbidden.names.iter().map(|it| it.text.clone()).collect(),
                    layers: concerned,
                    because: forbidden.because.clone(),
                });
            }
        }
        rows.sort();
        rows
    }

    fn code(&self) -> Vec<CodeRow> {
        let rows = self.code.iter().map(|code| {
            let row = self.module(&code.module);
            let module = row.map(|row| self.architecture.module(row));
            let (by, steps) = match &code.by {
                By::Link => ("link".to_owned(), 0),
                By::Test { steps, kind, name } | By::Program { steps, kind, name } => {
                    (format!("{kind} {name}"), *steps)
                }
            };
            let sure = !matches!(code.by, By::Program { .. });
            CodeRow {
                name: code.name.clone(),
                module: code.module.clone(),
                package: module.map(|it| self.architecture.package(it.package).name.clone()),
                layer: module
                    .and_then(|it| it.layer)
                    .map(|layer| self.architecture.policy.layer(layer).name.clone()),
                place: code.place.as_ref().map(Place::from),
                by,
                steps,
                sure,
            }
        });
        rows.collect()
    }

    /// Whether something stands in code that it is about.
    fn is_in_code(&self, span: Span) -> bool {
        let mut code = self.code.iter();
        code.any(|code| code.span.file == span.file && code.span.range.contains_range(span.range))
    }

    fn place(&self, span: Option<Span>) -> Option<Place> {
        let files: Option<FileId> = span.map(|it| it.file);
        Place::of(&self.session.sources_for(files), span)
    }

    /// Ports that are reached, or that modules of its own code serve.
    fn ports(&self) -> Vec<PortRow> {
        let declarations = &self.architecture.declarations;
        let modules: BTreeSet<&str> = self.own().map(|code| code.module.as_str()).collect();
        let mut adapters: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for implementation in &declarations.implementations {
            let module = &self.architecture.module(implementation.module).path;
            let its = adapters.entry(&implementation.of_trait).or_default();
            its.insert(module);
        }
        let mut rows: Vec<PortRow> = Vec::new();
        for port in self.architecture.ports() {
            let its = adapters.get(port.path.as_str());
            let serves = its.is_some_and(|its| its.iter().any(|module| modules.contains(module)));
            if !serves && !self.is_in_code(port.span) {
                continue;
            }
            let its = its.into_iter().flatten();
            rows.push(PortRow {
                path: port.path.clone(),
                place: self.place(Some(port.span)),
                adapters: its.map(|module| (*module).to_owned()).collect(),
            });
        }
        rows.sort_by(|a, b| a.path.cmp(&b.path));
        rows
    }

    /// Declared contracts whose documents consist of types that it is about, and the other such types.
    fn contracts(&self, overview: &Overview) -> Vec<ContractRow> {
        let touched: BTreeSet<&str> = overview
            .types
            .iter()
            .filter(|it| self.is_in_code(it.span))
            .map(|it| it.path.as_str())
            .collect();
        let consists_of_touched = |path: &str| {
            let mut types = overview.types.iter();
            let found = types.find(|it| it.path == path);
            touched.contains(path)
                || found.is_some_and(|it| it.contains.iter().any(|it| touched.contains(&**it)))
        };
        let mut rows = Vec::new();
        let mut told = BTreeSet::new();
        for contract in &overview.contracts {
            let payload = contract.payload.as_deref();
            let Some(payload) = payload.filter(|payload| consists_of_touched(payload)) else {
                continue;
            };
            told.insert(payload);
            rows.push(ContractRow {
                id: contract.id.clone(),
                payload: Some(payload.to_owned()),
                direction: Some(contract.direction),
                place: self.place(contract.span),
            });
        }
        for found in &overview.types {
            let path = found.path.as_str();
            if touched.contains(path) && !told.contains(path) {
                rows.push(ContractRow {
                    id: path.to_owned(),
                    payload: None,
                    direction: None,
                    place: self.place(Some(found.span)),
                });
            }
        }
        rows
    }

    fn subjects(&self, overview: &Overview) -> Vec<SubjectRow> {
        let mut rows = BTreeSet::new();
        for message in &overview.messages {
            let mut spans = message.via.iter().chain([&message.span]);
            if let Some(span) = spans.find(|span| self.is_in_code(**span)) {
                rows.insert(SubjectRow {
                    subject: message.subject.clone(),
                    does: message.does,
                    place: self.place(Some(*span)),
                });
            }
        }
        rows.into_iter().collect()
    }

    /// The files of the criterion, of what it is linked to, and of its code; the nearest first.
    fn files(&self, criterion: &CriterionRow) -> Vec<String> {
        let links = criterion
            .links
            .iter()
            .filter_map(|link| link.place.as_ref());
        let places = criterion.place.iter().chain(links);
        let mut files: Vec<String> = places.map(|place| place.path.clone()).collect();
        let workspace = self.session.workspace();
        let code = self.code.iter().map(|it| workspace.path(it.span.file));
        files.extend(code.map(str::to_owned));
        let mut known = BTreeSet::new();
        files.retain(|path| known.insert(path.clone()));
        files
    }
}

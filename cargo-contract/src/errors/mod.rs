//! Registries of error codes, `contracts/errors.toml`, and the code that bears them.

mod tables;

use govern_diagnostics::{Diagnostic, Opaque, OpaquePlace, Span};
use govern_gate::{Error, Session, did_you_mean};
use govern_workspace::Workspace;

use crate::build::{By, Code, Coded};
use crate::collect::Side;
use crate::config::{Config, NAME};
use crate::lifecycle::items::{Item, Items};
use crate::told::Told;
use crate::wires::Wires;

/// Where they are, unless the configuration says otherwise.
pub(crate) const ERRORS: &str = "contracts/errors.toml";

/// All registries.
#[derive(Debug, Default)]
pub(crate) struct Errors {
    pub(crate) registries: Vec<Registry>,
    /// Those of the published version, and what to call it.
    pub(crate) published: Option<(Vec<Declared>, String)>,
}

/// A registry, and what bears its codes.
#[derive(Debug)]
pub(crate) struct Registry {
    pub(crate) declared: Declared,
    pub(crate) bearers: Vec<Bearer>,
    /// What bears a code that is not known, where, and why not.
    pub(crate) unknown: Vec<(String, Span, String)>,
}

/// What is said of codes.
#[derive(Debug, Clone)]
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) span: Option<Span>,
    pub(crate) from: From,
    /// Where the enum or the constants are named.
    pub(crate) from_span: Option<Span>,
    pub(crate) entries: Vec<Entry>,
}

/// What bears the codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum From {
    /// The variants of an enum, and how they get their codes.
    Enum(String, String),
    /// The constants of a module or type.
    Constants(String),
}

/// A declared code.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) code: Code,
    pub(crate) span: Option<Span>,
    /// The variants or constants that bear it.
    pub(crate) names: Vec<String>,
    pub(crate) meaning: String,
    pub(crate) meaning_span: Option<Span>,
    /// Since when it is not given any more.
    pub(crate) retired: Option<(String, Option<Span>)>,
}

/// What bears a code.
#[derive(Debug, Clone)]
pub(crate) struct Bearer {
    pub(crate) name: String,
    pub(crate) code: Code,
    pub(crate) span: Span,
}

impl Declared {
    /// What is said of a code.
    pub(crate) fn entry(&self, code: &Code) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.code == *code)
    }
}

impl Errors {
    /// Reads what is declared now, and before, and looks for what bears it; with all that is wrong.
    pub(crate) fn read(
        session: &Session,
        config: &Config,
        published: Option<(&Workspace, &str)>,
    ) -> Result<(Errors, Told), Error> {
        let mut told = Told::default();
        let configured = config.errors.as_ref();
        let path = configured.map_or(ERRORS, |path| path.get_ref().as_str());
        let declared = tables::read(session.workspace(), path, &mut told.mistakes)?;
        if let (Some(configured), None) = (configured, &declared) {
            let mistake = Diagnostic::config(format!("there is no {path}"));
            let mistake = mistake.at(session.config_span(configured.span()));
            told.mistakes.push(mistake);
        }
        let mut errors = Errors {
            registries: registries(session, declared.unwrap_or_default(), &mut told),
            published: None,
        };
        // What is not read in full is not gone.
        if let (Some((old, name)), []) = (published, told.mistakes.as_slice()) {
            // What was wrong then is nobody's to repair, and says nothing for sure.
            let mut mistakes = Vec::new();
            let before = tables::read(old, path, &mut mistakes)?;
            errors.published = before
                .filter(|_| mistakes.is_empty())
                .map(|before| (before, name.to_owned()));
        }
        Ok((errors, told))
    }

    /// Whether nothing is declared.
    pub(crate) fn is_empty(&self) -> bool {
        self.registries.is_empty()
    }

    /// Registries as they were published and as they are, and what to call the published version.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&Declared, &Declared, &str)> {
        let published = self.published.iter();
        let all = published.flat_map(|(all, name)| all.iter().map(move |it| (it, name.as_str())));
        all.filter_map(|(before, against)| {
            let mut now = self.registries.iter().map(|it| &it.declared);
            Some((before, now.find(|it| it.name == before.name)?, against))
        })
    }

    /// What bears codes that are not known.
    pub(crate) fn opaque(&self) -> Option<Opaque> {
        let unknown = self.registries.iter().flat_map(|it| &it.unknown);
        let places: Vec<OpaquePlace> = unknown
            .map(|(name, span, why)| OpaquePlace {
                span: *span,
                text: format!("`{name}`: {why}"),
            })
            .collect();
        (!places.is_empty()).then(|| Opaque {
            gate: NAME,
            what: "errors whose code is not known".to_owned(),
            count: places.len(),
            places,
        })
    }
}

/// The registries with what bears their codes.
fn registries(session: &Session, declared: Vec<Declared>, told: &mut Told) -> Vec<Registry> {
    if declared.is_empty() {
        return Vec::new();
    }
    let side = Side {
        workspace: session.workspace(),
        names: session.names(),
    };
    let (wires, items) = (Wires::new(&side), Items::new(&side));
    let mut registries = Vec::new();
    for declared in declared {
        match bearers(&declared, &wires, &items) {
            Ok((bearers, unknown)) => registries.push(Registry {
                declared,
                bearers,
                unknown,
            }),
            Err(mistake) => told.mistakes.push(*mistake),
        }
    }
    registries
}

/// What bears a code, and what bears one that is not known.
type Found = (Vec<Bearer>, Vec<(String, Span, String)>);

fn bearers(
    declared: &Declared,
    wires: &Wires<'_, '_>,
    items: &Items,
) -> Result<Found, Box<Diagnostic>> {
    let located = |message: String| Diagnostic::config(message).at(declared.from_span);
    let coded: Vec<(String, Coded)> = match &declared.from {
        From::Enum(path, by) => {
            let Some(item) = items.ty(path) else {
                let mistake = located(format!("there is no enum `{path}`"));
                return Err(Box::new(match did_you_mean(path, items.type_paths()) {
                    Some(meant) => mistake.help(format!("did you mean `{meant}`?")),
                    None => mistake.help("it is named by its path: crate, modules, name"),
                }));
            };
            let by = match by.as_str() {
                "serde" => By::Serde,
                "discriminant" => By::Discriminant,
                method => By::Method(method),
            };
            let coded = wires
                .codes(item.def, by)
                .map_err(|why| Box::new(located(format!("`{path}` gives no codes: {why}"))))?;
            let facts = wires.side.facts(item.def.instance);
            let name = |def: govern_names::ItemDef| {
                facts.map_or("", |facts| facts.text(facts.item(def.item).name))
            };
            coded
                .into_iter()
                .map(|it| (name(it.0).to_owned(), it))
                .collect()
        }
        From::Constants(path) => {
            let constants: Vec<(&str, &Item)> = items.constants_in(path).collect();
            if constants.is_empty() {
                let mistake = located(format!("there are no constants in `{path}`"));
                return Err(Box::new(
                    mistake.help("name the module or type that they stand right in"),
                ));
            }
            constants
                .into_iter()
                .map(|(name, it)| (name.to_owned(), (it.def, wires.constant_code(it.def))))
                .collect()
        }
    };
    let mut found: Found = Default::default();
    for (name, (def, code)) in coded {
        let Some(facts) = wires.side.facts(def.instance) else {
            continue;
        };
        let file = wires.side.names.instance(def.instance).file;
        let span = Span::new(file, facts.item(def.item).name_extent.range());
        match code {
            Ok(code) => found.0.push(Bearer { name, code, span }),
            Err(why) => found.1.push((name, span, why)),
        }
    }
    Ok(found)
}

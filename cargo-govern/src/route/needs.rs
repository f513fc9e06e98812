//! `cargo govern gates`: the steps and gates that a change needs, and why.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use govern_diagnostics::{Diagnostic, Severity, Span};
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session, did_you_mean};
use serde_json::{Value, json};

use super::{
    CODEMAP, FORMAT, MATRIX, PATHS, ROUTING, SINCE, changed,
    derived::Files,
    json, place, read,
    rules::{Named, Route, Rules, matching},
};
use crate::{
    GATES,
    selftest::{config, plan},
};

/// `cargo govern gates`.
pub(crate) static NEEDS: Command = Command {
    name: "gates",
    summary: "says which steps and gates a change needs, and why",
    details: "It follows from what the files are, from `[[route]]` in govern.toml, and from a matrix of gates, if there is one. \
              What is not needed is listed, too: nothing is left out silently. Nothing is run; the last line says what would.",
    args: &[
        PATHS,
        SINCE,
        ArgSpec::repeated(
            "risk",
            "RISK",
            "a risk that the change bears, besides those that follow from its files; may be repeated",
        ),
        FORMAT,
        CODEMAP,
        ROUTING,
        MATRIX,
    ],
    needs_workspace: true,
    run,
};

/// How many reasons are shown for each.
const SHOWN: usize = 3;

/// How much something is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Required,
    Recommended,
}

impl Strength {
    fn as_str(self) -> &'static str {
        match self {
            Strength::Required => "required",
            Strength::Recommended => "recommended",
        }
    }
}

/// Why something is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Because {
    strength: Strength,
    /// The file, if it is about one.
    path: Option<String>,
    why: String,
    /// Where that is said.
    span: Option<Span>,
}

/// What a change needs.
#[derive(Default)]
struct Needs {
    needed: BTreeMap<String, Vec<Because>>,
    risks: BTreeSet<String>,
}

impl Needs {
    fn add(&mut self, name: &str, because: Because) {
        let all = self.needed.entry(name.to_owned()).or_default();
        if !all.contains(&because) {
            all.push(because);
        }
    }

    fn strength(because: &[Because]) -> Strength {
        let strengths = because.iter().map(|it| it.strength);
        strengths.min().unwrap_or(Strength::Recommended)
    }
}

/// Something that can be needed.
struct Known {
    kind: &'static str,
    command: String,
    /// How strong it is, if that is said.
    strength: Option<String>,
}

impl Known {
    fn new(kind: &'static str, command: String) -> Known {
        Known {
            kind,
            command,
            strength: None,
        }
    }
}

/// The names of the steps and gates that a change of some files needs, sorted; behind a `?` those that it would do well to run.
pub(crate) fn names_needed(session: &Session, paths: &[String]) -> Result<Vec<String>, Error> {
    let section: config::Config = session.config(config::NAME)?;
    let profile = section.profile.unwrap_or_default();
    let steps = plan::steps(session, &section, profile)?;
    let mut rules = read(session)?;
    let known = known(&steps, &rules);
    check(&mut rules, &known)?;
    let files = Files::new(session, &steps)?;
    let needs = needs(session, &rules, &files, paths);
    let left_out: BTreeSet<&str> = steps
        .iter()
        .filter(|step| step.left_out.is_some())
        .map(|step| step.name.as_str())
        .collect();
    let needed = needs.needed.into_iter();
    let needed =
        needed.filter(|(name, _)| known.contains_key(name) && !left_out.contains(name.as_str()));
    let names = needed.map(|(name, because)| match Needs::strength(&because) {
        Strength::Required => name,
        Strength::Recommended => format!("{name}?"),
    });
    Ok(names.collect())
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let section: config::Config = session.config(config::NAME)?;
    let profile = section.profile.unwrap_or_default();
    let steps = plan::steps(session, &section, profile)?;
    let mut rules = read(session)?;
    let known = known(&steps, &rules);
    check(&mut rules, &known)?;
    let paths = changed(session)?;
    let files = Files::new(session, &steps)?;
    let mut needs = needs(session, &rules, &files, &paths);
    // What follows from files may be a step that this workspace does not have.
    needs.needed.retain(|name, _| known.contains_key(name));
    // A step that is left out here cannot be needed by what its files are; who asks for it by name is told.
    let left_out: BTreeMap<&str, &str> = steps
        .iter()
        .filter_map(|step| Some((step.name.as_str(), step.left_out.as_deref()?)))
        .collect();
    let others: Vec<&String> = known
        .keys()
        .filter(|name| !needs.needed.contains_key(*name))
        .collect();
    let is_json = session.args().value("format") == Some("json");
    if is_json {
        json(
            &as_json(session, &paths, &needs, &known, &left_out, &others),
            out,
        )?;
    } else {
        tell(session, &paths, &needs, &known, &left_out, &others, out)?;
    }
    let mut outcome = CommandOutcome::clean();
    outcome.diagnostics = rules.notes;
    Ok(outcome)
}

/// All that can be needed, by name.
fn known(steps: &[plan::Step], rules: &Rules) -> BTreeMap<String, Known> {
    let of_rules = rules.gates.iter().map(|(name, gate)| {
        let known = Known {
            strength: gate.strength.clone(),
            ..Known::new("other", gate.command.join(" "))
        };
        (name.clone(), known)
    });
    let gates = GATES.iter().map(|gate| {
        let command = format!("cargo govern {}", gate.name());
        (gate.name().to_owned(), Known::new("gate", command))
    });
    // The gates are one step of it, and here by themselves.
    let steps = steps.iter().filter(|step| step.name != "gates");
    let steps = steps.map(|step| {
        (
            step.name.clone(),
            Known::new("step", step.command.join(" ")),
        )
    });
    of_rules.chain(gates).chain(steps).collect()
}

/// A name that stands for nothing is a mistake where it is written.
fn check(rules: &mut Rules, known: &BTreeMap<String, Known>) -> Result<(), Error> {
    let of_routes = rules
        .routes
        .iter()
        .flat_map(|route| route.needs.iter().chain(&route.advises));
    let agents = rules.agents.values();
    let of_agents = agents.flat_map(|agent| {
        agent
            .needs
            .iter()
            .chain(agent.sometimes.iter().map(|it| &it.0))
    });
    let all: Vec<&Named> = of_routes.chain(of_agents).chain(&rules.always).collect();
    // What nothing asks for never runs, whoever believes that it does.
    let gates = rules.gates.iter();
    let unused = gates.filter(|(name, _)| all.iter().all(|named| named.name != **name));
    let unused = unused.map(|(name, gate)| {
        let mut note = Diagnostic::config(format!("no rule asks for `{name}`")).at(gate.span);
        note.severity = Severity::Warning;
        note
    });
    let unused: Vec<Diagnostic> = unused.collect();
    let unknown = all
        .into_iter()
        .filter(|named| !known.contains_key(&named.name));
    let mistakes: Vec<Diagnostic> = unknown
        .map(|Named { name, span }| {
            let mistake =
                Diagnostic::config(format!("there is no step or gate `{name}`")).at(*span);
            match did_you_mean(name, known.keys().map(String::as_str)) {
                Some(likely) => mistake.help(format!("did you mean `{likely}`?")),
                None => mistake,
            }
        })
        .collect();
    rules.notes.extend(unused);
    match mistakes.is_empty() {
        true => Ok(()),
        false => Err(Error::Diagnosed(mistakes)),
    }
}

fn needs(session: &Session, rules: &Rules, files: &Files, paths: &[String]) -> Needs {
    let mut needs = Needs::default();
    needs
        .risks
        .extend(session.args().values("risk").iter().cloned());
    for path in paths {
        let about = |strength, why: String, span| Because {
            strength,
            path: Some(path.clone()),
            why,
            span,
        };
        for (name, why) in files.of(path) {
            needs.add(&name, about(Strength::Required, why, None));
        }
        for route in &rules.routes {
            let Some(glob) = matching(&route.paths, path) else {
                continue;
            };
            needs.risks.extend(route.risks.iter().cloned());
            let why = match &route.because {
                Some(because) => format!("`{}`: {because}", glob.text),
                None => format!("`{}`", glob.text),
            };
            of_route(route, &mut needs, |strength| {
                about(strength, why.clone(), glob.span.or(route.span))
            });
        }
        let to = rules.route(path).and_then(|route| route.to.as_ref());
        if let Some((to, agent)) = to.and_then(|to| Some((to, rules.agents.get(to)?))) {
            for Named { name, span } in &agent.needs {
                let why = format!("`{to}` does it");
                needs.add(name, about(Strength::Required, why, *span));
            }
            for (Named { name, span }, when) in &agent.sometimes {
                // Whether that is so only people can say.
                let why = format!("`{to}` does it, if {when}");
                needs.add(name, about(Strength::Recommended, why, *span));
            }
        }
    }
    for route in &rules.routes {
        let Some(risk) = route
            .when
            .as_ref()
            .filter(|risk| needs.risks.contains(*risk))
        else {
            continue;
        };
        let why = format!("the change bears the risk `{risk}`");
        of_route(route, &mut needs, |strength| Because {
            strength,
            path: None,
            why: why.clone(),
            span: route.span,
        });
    }
    for Named { name, span } in rules.always.iter().filter(|_| !paths.is_empty()) {
        let why = "every change needs it".to_owned();
        let because = Because {
            strength: Strength::Required,
            path: None,
            why,
            span: *span,
        };
        needs.add(name, because);
    }
    needs
}

fn of_route(route: &Route, needs: &mut Needs, because: impl Fn(Strength) -> Because) {
    for (names, strength) in [
        (&route.needs, Strength::Required),
        (&route.advises, Strength::Recommended),
    ] {
        for named in names {
            needs.add(&named.name, because(strength));
        }
    }
}

/// The arguments of a selftest that runs what is needed.
fn selftest(
    needs: &Needs,
    known: &BTreeMap<String, Known>,
    left_out: &BTreeMap<&str, &str>,
) -> String {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for name in needs
        .needed
        .keys()
        .filter(|name| !left_out.contains_key(name.as_str()))
    {
        match known.get(name).map(|it| it.kind) {
            Some("step") => drop(names.insert(name)),
            Some("gate") => drop(names.insert("gates")),
            _ => {}
        }
    }
    let only: String = names.iter().map(|name| format!(" --only {name}")).collect();
    format!("cargo govern selftest{only}")
}

fn tell(
    session: &Session,
    paths: &[String],
    needs: &Needs,
    known: &BTreeMap<String, Known>,
    left_out: &BTreeMap<&str, &str>,
    others: &[&String],
    out: &mut dyn io::Write,
) -> Result<(), Error> {
    let noun = if paths.len() == 1 { "file" } else { "files" };
    writeln!(out, "{} {noun} changed", paths.len())?;
    for risk in &needs.risks {
        writeln!(out, "risk: {risk}")?;
    }
    for (name, because) in &needs.needed {
        let known = known.get(name);
        let mut strength = Needs::strength(because).as_str().to_owned();
        if let Some(said) = known.and_then(|it| it.strength.as_ref()) {
            strength = format!("{strength} ({said})");
        }
        let command = known.map_or("", |it| &it.command);
        match left_out.get(name.as_str()) {
            Some(why) => writeln!(out, "{name}: {strength}, but left out: {why}")?,
            None => writeln!(out, "{name}: {strength}: {command}")?,
        }
        for it in because.iter().take(SHOWN) {
            let path = it
                .path
                .as_ref()
                .map_or(String::new(), |path| format!("{path}: "));
            let place = place(session, it.span)
                .map_or(String::new(), |(path, line)| format!(" ({path}:{line})"));
            writeln!(out, "    {path}{}{place}", it.why)?;
        }
        if because.len() > SHOWN {
            writeln!(out, "    and {} more", because.len() - SHOWN)?;
        }
    }
    let others: Vec<&str> = others.iter().map(|name| name.as_str()).collect();
    if !others.is_empty() {
        writeln!(out, "not needed: {}", others.join(", "))?;
    }
    if !needs.needed.is_empty() {
        writeln!(out, "run: {}", selftest(needs, known, left_out))?;
    }
    Ok(())
}

fn as_json(
    session: &Session,
    paths: &[String],
    needs: &Needs,
    known: &BTreeMap<String, Known>,
    left_out: &BTreeMap<&str, &str>,
    others: &[&String],
) -> Value {
    let because = |it: &Because| {
        let rule =
            place(session, it.span).map(|(path, line)| json!({ "path": path, "line": line }));
        json!({ "strength": it.strength.as_str(), "path": it.path, "why": it.why, "rule": rule })
    };
    let needed = needs.needed.iter().map(|(name, all)| {
        json!({
            "name": name,
            "kind": known.get(name).map(|it| it.kind),
            "strength": Needs::strength(all).as_str(),
            "command": known.get(name).map(|it| &it.command),
            "left_out": left_out.get(name.as_str()),
            "because": all.iter().map(because).collect::<Vec<_>>(),
        })
    });
    json!({
        "schema_version": 1,
        "changed": paths,
        "risks": needs.risks,
        "needed": needed.collect::<Vec<_>>(),
        "not_needed": others,
        "run": selftest(needs, known, left_out),
    })
}

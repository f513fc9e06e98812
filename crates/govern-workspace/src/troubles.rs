//! Finds what is wrong with the files: what does not parse, cannot be read, is missing, is there twice.

use std::collections::BTreeSet;

use govern_diagnostics::Span;
use govern_facts::{CfgId, Extent, FileFacts, Item};
use text_size::{TextRange, TextSize};

use crate::{
    CodeKind, Conditions, Package, Problem, ProblemKind,
    conditions::Machine,
    describe::Description,
    file_table::FileTable,
    paths,
    reading::{Fault, Loaded},
    routing::{Choice, Declared, Link, Routing},
};

/// All problems, sorted by path and place.
pub(crate) fn find(
    description: &Description,
    routing: &Routing,
    files: &[Loaded],
    shown: &[Option<String>],
    machine: &Machine,
    packages: &[Package],
    table: &FileTable,
) -> Vec<Problem> {
    if is_sound(routing, files) {
        return Vec::new();
    }
    let mut finder = Finder {
        routing,
        files,
        shown,
        table,
        reached: vec![false; files.len()],
        problems: Vec::new(),
    };
    finder.circles();
    let mut first = 0;
    for (row, member) in description.members.iter().enumerate() {
        let roots = &routing.roots[first..first + member.targets.len()];
        first += member.targets.len();
        for (target, _) in member
            .targets
            .iter()
            .zip(roots)
            .filter(|(_, node)| node.is_none())
        {
            finder.missing_target(&packages[row], &target.name, &target.root);
        }
        let conditions = [CodeKind::Production, CodeKind::Test].map(|code| Conditions {
            code,
            enabled: &member.enabled,
            machine,
            script: &packages[row].script,
        });
        finder.modules(roots.iter().copied().flatten(), conditions);
    }
    finder.faults();
    let mut problems = finder.problems;
    let place = |problem: &Problem| (problem.span.file, problem.span.range.start(), problem.kind);
    problems.sort_by(|a, b| {
        place(a)
            .cmp(&place(b))
            .then_with(|| a.message.cmp(&b.message))
    });
    // Found once for each package that shares the file.
    problems.dedup();
    problems
}

/// Whether nothing can be wrong, whatever conditions hold: each file says something, and each module has one.
fn is_sound(routing: &Routing, files: &[Loaded]) -> bool {
    let says_something = |file: &Loaded| file.known.as_ref().is_ok_and(|it| it.errors.is_empty());
    let has_one = |link: &Link| {
        let exists = |choice: &&Choice| choice.exists;
        let (named, plain): (Vec<_>, Vec<_>) =
            link.choices.iter().partition(|choice| choice.cfg.is_some());
        !matches!(link.declared, Declared::Item(_))
            || named.iter().all(exists)
                && (plain.is_empty() || plain.into_iter().filter(exists).count() == 1)
    };
    routing.circles.is_empty()
        && routing.roots.iter().all(Option::is_some)
        && files.iter().all(says_something)
        && routing
            .nodes
            .iter()
            .flat_map(|node| &node.links)
            .all(has_one)
}

struct Finder<'a> {
    routing: &'a Routing,
    files: &'a [Loaded],
    shown: &'a [Option<String>],
    table: &'a FileTable,
    /// The files that exist under the conditions of a package.
    reached: Vec<bool>,
    problems: Vec<Problem>,
}

impl Finder<'_> {
    fn add(
        &mut self,
        kind: ProblemKind,
        path: &str,
        extent: Extent,
        message: String,
    ) -> &mut Problem {
        let file = self
            .table
            .find(path)
            .expect("all paths that are shown are in the table");
        self.problems.push(Problem {
            kind,
            key: format!("{path}: {message}"),
            span: Span::new(file, extent.range()),
            message,
            label: None,
            notes: Vec::new(),
            help: Vec::new(),
        });
        self.problems.last_mut().expect("one was just pushed")
    }

    /// Files that do not parse or cannot be read. The compiler does not open a file whose `mod` is switched off, and it need
    /// be no Rust: `#[cfg(not(any(feature = "a", feature = "b")))] mod message_to_the_user;`.
    fn faults(&mut self) {
        for (row, (file, shown)) in self.files.iter().zip(self.shown).enumerate() {
            let Some(path) = shown.as_ref().filter(|_| self.reached[row]) else {
                continue;
            };
            match &file.known {
                Ok(known) => {
                    for error in &known.errors {
                        self.add(
                            ProblemKind::Syntax,
                            path,
                            error.extent,
                            error.message.clone(),
                        );
                    }
                }
                Err(Fault::Unreadable(error)) => {
                    let message = format!("`{path}` cannot be read: {error}");
                    self.add(ProblemKind::Unreadable, path, Extent::default(), message)
                        .notes
                        .push("nothing in this file and in its modules was checked".to_owned());
                }
                Err(Fault::NotUtf8(offset)) => {
                    // Shown as the replacement character, which is three bytes long.
                    let extent = Extent::new(*offset, offset.saturating_add(3));
                    let problem = self.add(
                        ProblemKind::NotUtf8,
                        path,
                        extent,
                        format!("`{path}` is not UTF-8"),
                    );
                    problem.label = Some(format!("not UTF-8 from byte {offset} on"));
                    problem
                        .notes
                        .push("nothing in this file and in its modules was checked".to_owned());
                    problem
                        .help
                        .push("save the file as UTF-8; the compiler reads nothing else".to_owned());
                }
                Err(Fault::Parser) => {
                    let message = format!("the parser failed on `{path}`");
                    let problem = self.add(ProblemKind::Parser, path, Extent::default(), message);
                    problem
                        .notes
                        .push("nothing in this file and in its modules was checked".to_owned());
                    problem.help.push(
                        "this is a mistake of this tool: please report it with the file".to_owned(),
                    );
                }
            }
        }
    }

    fn circles(&mut self) {
        let routing = self.routing;
        let mut reported = BTreeSet::new();
        for circle in &routing.circles {
            let file = routing.nodes[circle.node].file;
            let Some(path) = self.shown[file].clone() else {
                continue;
            };
            // One way is enough, however many there are.
            if !reported.insert((file, circle.extent, circle.way.is_empty())) {
                continue;
            }
            let kind = ProblemKind::CircularModule;
            if circle.way.is_empty() {
                let message = "there are too many ways to the file of this module".to_owned();
                let problem = self.add(kind, &path, circle.extent, message);
                problem.notes.push(
                    "it is reached through symbolic links in over a thousand ways".to_owned(),
                );
                problem
                    .help
                    .push("remove links that lead to each other".to_owned());
                continue;
            }
            let message = "this module leads back to the file it is declared in".to_owned();
            let problem = self.add(kind, &path, circle.extent, message);
            let way: Vec<String> = circle.way.iter().map(|path| format!("`{path}`")).collect();
            problem
                .notes
                .push(format!("the way is {}", way.join(" → ")));
            problem
                .help
                .push("remove the declaration, or name another file with `#[path]`".to_owned());
        }
    }

    fn missing_target(&mut self, package: &Package, target: &str, root: &str) {
        let manifest = self.table.path(package.manifest).to_owned();
        let range = package
            .name_span
            .map_or(TextRange::empty(TextSize::new(0)), |span| span.range);
        let extent = Extent::new(range.start().into(), range.end().into());
        let message = format!(
            "target `{target}` of package `{}` has no file",
            package.name
        );
        let problem = self.add(ProblemKind::MissingTarget, &manifest, extent, message);
        problem
            .notes
            .push(format!("the manifest says that it is `{root}`"));
        problem
            .help
            .push("create the file, or correct `path`".to_owned());
    }

    /// Follows the modules that exist under the conditions of a package.
    fn modules(&mut self, roots: impl Iterator<Item = usize>, conditions: [Conditions<'_>; 2]) {
        let routing = self.routing;
        let mut open: Vec<usize> = roots.collect();
        let mut seen = vec![false; routing.nodes.len()];
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut seen[node], true) {
                continue;
            }
            let file = routing.nodes[node].file;
            self.reached[file] = true;
            let files = self.files;
            let Ok(known) = &files[file].known else {
                continue;
            };
            if routing.nodes[node].links.is_empty() {
                continue;
            }
            let facts = known.leading();
            let evaluate = |facts: &FileFacts, cfg: CfgId| {
                let [production, tests] = conditions.map(|conditions| {
                    facts.evaluate(cfg, &|flag, value| conditions.holds(flag, value))
                });
                production.filter(|_| production == tests)
            };
            let is_off = |facts: &FileFacts, item: &Item| {
                let mut declared = item.cfg.into_iter().chain(facts.conditions(item.scope));
                declared.any(|cfg| evaluate(facts, cfg) == Some(false))
            };
            for link in &routing.nodes[node].links {
                let item = match &link.declared {
                    Declared::Item(item) => facts.item(*item),
                    Declared::Call(_, _, items) => {
                        let facts = routing.called.facts(file);
                        let on = |facts: &FileFacts| {
                            items.iter().any(|&item| !is_off(facts, facts.item(item)))
                        };
                        // Whether it is declared, only names tell; what is missed then is missed as a name.
                        if facts.is_some_and(on) {
                            open.extend(link.choices.iter().filter_map(|choice| choice.node));
                        }
                        continue;
                    }
                    Declared::Include(call) => {
                        let scope = facts.macro_calls[call.index()].scope;
                        let mut conditions = facts.conditions(scope);
                        if !conditions.any(|cfg| evaluate(facts, cfg) == Some(false)) {
                            open.extend(link.choices.iter().filter_map(|choice| choice.node));
                        }
                        continue;
                    }
                };
                if is_off(facts, item) {
                    continue;
                }
                let evaluate = |cfg: Option<CfgId>| match cfg {
                    Some(cfg) => evaluate(facts, cfg),
                    None => Some(true),
                };
                let found = self.choose(facts, item, link, &evaluate, file);
                open.extend(found);
            }
        }
    }

    /// The files that a declaration may mean; a missing or ambiguous one is a problem.
    fn choose(
        &mut self,
        facts: &FileFacts,
        item: &Item,
        link: &Link,
        evaluate: &dyn Fn(Option<CfgId>) -> Option<bool>,
        file: usize,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        let mut named = link.choices.iter().filter(|choice| choice.cfg.is_some());
        let plain: Vec<&Choice> = link
            .choices
            .iter()
            .filter(|choice| choice.cfg.is_none())
            .collect();
        // What a macro is given need not become code.
        let mut certain = item.in_macro.is_none();
        let decided = named.find(|choice| {
            let holds = evaluate(choice.cfg);
            if holds.is_none() {
                // It may be this one, or another.
                found.extend(choice.node);
                certain = false;
            }
            holds == Some(true)
        });
        let candidates = decided.map_or(plain, |choice| vec![choice]);
        found.extend(candidates.iter().filter_map(|choice| choice.node));
        let name = facts.text(item.name);
        let Some(path) = self.shown[file].clone() else {
            return found;
        };
        let existing: Vec<&Choice> = candidates
            .iter()
            .copied()
            .filter(|choice| choice.exists)
            .collect();
        if existing.is_empty() && certain && !candidates.is_empty() {
            let message = format!("there is no file for module `{name}`");
            let problem = self.add(ProblemKind::MissingModule, &path, link.extent, message);
            problem.label = Some("declared here".to_owned());
            let places: Vec<String> = candidates
                .iter()
                .map(|choice| format!("`{}`", choice.path))
                .collect();
            problem
                .notes
                .push(format!("looked for {}", places.join(" and ")));
            problem
                .help
                .push(format!("create {}, or remove the declaration", places[0]));
        }
        if existing.len() > 1 && existing.iter().all(|choice| is_default(&choice.path, name)) {
            let message = format!("there are two files for module `{name}`");
            let problem = self.add(ProblemKind::AmbiguousModule, &path, link.extent, message);
            problem.label = Some("declared here".to_owned());
            problem.notes.push(format!(
                "both `{}` and `{}` exist",
                existing[0].path, existing[1].path
            ));
            problem.help.push("remove one of them".to_owned());
        }
        found
    }
}

/// Whether this is where a module without `#[path]` is looked for.
fn is_default(path: &str, name: &str) -> bool {
    paths::stem(path) == name || paths::file_name(path) == "mod.rs"
}

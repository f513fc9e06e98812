//! Files of others that say the same, read as they are: `agent/codemap.yml`, `agent/manifests/routing-rules.yml`,
//! `agent/manifests/gate-matrix.yml`.

use govern_diagnostics::{Diagnostic, FileId, Severity, Span};
use govern_gate::{Error, Session};
use govern_yaml::{Node, ScalarKind, Value};

use super::rules::{Agent, Defined, Glob, Named, Route, Rules};

/// Where they are, and by which argument they are somewhere else.
pub(super) const FILES: [(&str, &str); 3] = [
    ("codemap", "agent/codemap.yml"),
    ("routing", "agent/manifests/routing-rules.yml"),
    ("gate-matrix", "agent/manifests/gate-matrix.yml"),
];

/// The keys that a codemap may have. Of most of them other tools make something.
const CODEMAP: [&str; 14] = [
    "version",
    "repo",
    "notes",
    "truth_hierarchy",
    "source_of_truth",
    "modules",
    "rules",
    "layers",
    "generated_readonly",
    "human_authored",
    "write_boundaries",
    "dependency_direction",
    "anti_patterns",
    "modification_order",
];
const ROUTING: [&str; 6] = [
    "version",
    "notes",
    "note",
    "dispatch_order",
    "rules",
    "parallel_rules",
];
const MATRIX: [&str; 10] = [
    "version",
    "notes",
    "note",
    "strengths",
    "evidence_levels",
    "gates",
    "subagent_gates",
    "global_gates",
    "path_rules",
    "risk_rules",
];
/// What only says how people choose.
const WORDS: [&str; 1] = ["selection_rules"];

/// Adds what is said there.
pub(super) fn read(session: &Session, rules: &mut Rules) -> Result<(), Error> {
    for (argument, usual) in FILES {
        let named = session.args().value(argument);
        let path = match named {
            Some(path) => session.workspace().path_of_argument(path)?,
            None => usual.to_owned(),
        };
        let Some((file, text)) = session.workspace().read_if_exists(&path)? else {
            match named {
                Some(path) => {
                    return Err(Diagnostic::config(format!("there is no `{path}`")).into());
                }
                None => continue,
            }
        };
        let (root, problems) = govern_yaml::read(&text);
        if let Some(problem) = problems.first() {
            let message = format!("`{path}` is no YAML that can be read");
            let at = Span::new(file, problem.range);
            return Err(Diagnostic::config(message).at(at).into());
        }
        let Some(root) = root else { continue };
        let mut file = File {
            file,
            rules,
            mistakes: Vec::new(),
        };
        match argument {
            "codemap" => file.codemap(&root),
            "routing" => file.routing(&root),
            _ => file.matrix(&root),
        }
        if !file.mistakes.is_empty() {
            return Err(Error::Diagnosed(file.mistakes));
        }
    }
    Ok(())
}

/// A file that is read.
struct File<'r> {
    file: FileId,
    rules: &'r mut Rules,
    mistakes: Vec<Diagnostic>,
}

impl File<'_> {
    fn codemap(&mut self, root: &Node) {
        self.known(root, &CODEMAP);
        if let Some(globs) = get(root, "generated_readonly") {
            let globs = self.globs(globs);
            self.rules.nobody.extend(globs);
        }
        for (name, boundary) in self.entries(root, "write_boundaries") {
            self.known(
                boundary,
                &["may_modify", "must_not_modify", "note", "notes"],
            );
            let may = get(boundary, "may_modify").map(|it| self.globs(it));
            let must_not = get(boundary, "must_not_modify").map(|it| self.globs(it));
            let span = self.span(boundary);
            let agent = self.agent(name);
            agent.span = Some(span);
            agent.is_bounded = true;
            agent.may.extend(may.unwrap_or_default());
            agent.must_not.extend(must_not.unwrap_or_default());
        }
    }

    fn routing(&mut self, root: &Node) {
        self.known(root, &ROUTING);
        let order = get(root, "dispatch_order").map(|it| self.texts(it));
        self.rules.order = order.into_iter().flatten().map(|it| it.name).collect();
        for rule in self.items(root, "rules") {
            self.known(
                rule,
                &[
                    "match",
                    "primary",
                    "secondary",
                    "condition",
                    "note",
                    "notes",
                ],
            );
            let paths = get(rule, "match")
                .map(|it| self.globs(it))
                .unwrap_or_default();
            let to = get(rule, "primary").and_then(text);
            if paths.is_empty() || to.is_none() {
                self.wrong(rule, "a rule has `match`, and `primary` who does it");
                continue;
            }
            let route = Route {
                span: Some(self.span(rule)),
                paths,
                to,
                also: self.names(rule, "secondary"),
                condition: get(rule, "condition").and_then(text),
                because: get(rule, "note").and_then(text),
                ..Route::default()
            };
            self.rules.routes.push(route);
        }
    }

    fn matrix(&mut self, root: &Node) {
        self.known(root, &[&MATRIX[..], &WORDS].concat());
        for (name, gate) in self.entries(root, "gates") {
            let keys = [
                "command",
                "label",
                "scope",
                "condition",
                "variable",
                "note",
                "strength",
                "evidence",
            ];
            self.known(gate, &keys);
            let defined = Defined {
                span: Some(self.span(gate)),
                command: self.names(gate, "command"),
                strength: get(gate, "strength").and_then(text),
            };
            self.rules.gates.insert(name.to_owned(), defined);
        }
        for (name, gates) in self.entries(root, "subagent_gates") {
            self.known(gates, &["required", "conditional", "note"]);
            let needs = get(gates, "required").map(|it| self.texts(it));
            let mut sometimes = Vec::new();
            for conditional in self.items(gates, "conditional") {
                let gate = get(conditional, "gate")
                    .map(|it| self.texts(it))
                    .unwrap_or_default();
                let when = get(conditional, "when").and_then(text).unwrap_or_default();
                sometimes.extend(gate.into_iter().map(|gate| (gate, when.clone())));
            }
            let agent = self.agent(name);
            agent.needs.extend(needs.unwrap_or_default());
            agent.sometimes.extend(sometimes);
        }
        let always = get(root, "global_gates").map(|it| self.texts(it));
        self.rules.always.extend(always.unwrap_or_default());
        for rule in self.items(root, "path_rules") {
            self.known(rule, &["match", "required", "recommended", "note"]);
            let paths = get(rule, "match")
                .map(|it| self.globs(it))
                .unwrap_or_default();
            if paths.is_empty() {
                self.wrong(rule, "a rule about paths has globs in `match`");
                continue;
            }
            let route = Route {
                paths,
                ..self.needs(rule, "required", "recommended")
            };
            self.rules.routes.push(route);
        }
        for (name, rule) in self.entries(root, "risk_rules") {
            self.known(
                rule,
                &[
                    "when",
                    "add_required",
                    "add_recommended",
                    "minimum_evidence",
                    "note",
                ],
            );
            let route = Route {
                when: Some(name.to_owned()),
                because: get(rule, "when").and_then(text),
                ..self.needs(rule, "add_required", "add_recommended")
            };
            self.rules.routes.push(route);
        }
    }

    fn needs(&mut self, rule: &Node, required: &str, recommended: &str) -> Route {
        let mut names = |key: &str| get(rule, key).map(|it| self.texts(it)).unwrap_or_default();
        let (needs, advises) = (names(required), names(recommended));
        Route {
            span: Some(self.span(rule)),
            needs,
            advises,
            because: get(rule, "note").and_then(text),
            ..Route::default()
        }
    }

    fn agent(&mut self, name: &str) -> &mut Agent {
        self.rules.agents.entry(name.to_owned()).or_default()
    }

    /// Says which keys nobody reads: what stands there does nothing, whoever believes that it does.
    fn known(&mut self, node: &Node, keys: &[&str]) {
        let Value::Map(map) = &node.value else {
            self.wrong(node, "there should be keys with values");
            return;
        };
        for entry in map {
            if !keys.contains(&entry.key.as_str()) {
                let message = format!("nothing reads `{}`", entry.key);
                let mut note = Diagnostic::config(message)
                    .at(Span::new(self.file, entry.key_range))
                    .help(format!("there are `{}`", keys.join("`, `")));
                note.severity = Severity::Warning;
                self.rules.notes.push(note);
            }
        }
    }

    /// The keys and values under a key; nothing if it is not there.
    fn entries<'n>(&mut self, node: &'n Node, key: &str) -> Vec<(&'n str, &'n Node)> {
        match get(node, key).map(|node| (node, &node.value)) {
            Some((_, Value::Map(map))) => {
                let entries = map.iter().map(|entry| (entry.key.as_str(), &entry.value));
                entries.collect()
            }
            Some((node, _)) if !is_null(node) => {
                self.wrong(node, "there should be keys with values");
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// The list under a key; nothing if it is not there.
    fn items<'n>(&mut self, node: &'n Node, key: &str) -> &'n [Node] {
        match get(node, key).map(|node| (node, &node.value)) {
            Some((_, Value::List(nodes))) => nodes,
            Some((node, _)) if !is_null(node) => {
                self.wrong(node, "there should be a list");
                &[]
            }
            _ => &[],
        }
    }

    fn wrong(&mut self, node: &Node, message: &str) {
        let mistake = Diagnostic::config(message).at(self.span(node));
        self.mistakes.push(mistake);
    }

    fn span(&self, node: &Node) -> Span {
        Span::new(self.file, node.range)
    }

    /// A text, or the texts of a list.
    fn texts(&mut self, node: &Node) -> Vec<Named> {
        let nodes = match &node.value {
            Value::List(nodes) => nodes.iter().collect(),
            _ => vec![node],
        };
        let mut texts = Vec::new();
        for node in nodes {
            match text(node) {
                Some(name) => texts.push(Named {
                    name,
                    span: Some(self.span(node)),
                }),
                None => self.wrong(node, "there should be a text, or a list of texts"),
            }
        }
        texts
    }

    fn names(&mut self, node: &Node, key: &str) -> Vec<String> {
        let texts = get(node, key).map(|it| self.texts(it));
        texts.into_iter().flatten().map(|it| it.name).collect()
    }

    fn globs(&mut self, node: &Node) -> Vec<Glob> {
        let mut globs = Vec::new();
        for Named { name, span } in self.texts(node) {
            match Glob::new(&name, span) {
                Ok(glob) => globs.push(glob),
                Err(mistake) => self.mistakes.push(*mistake),
            }
        }
        globs
    }
}

fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Map(map) = &node.value else {
        return None;
    };
    let mut entries = map.iter();
    entries
        .find(|entry| entry.key == key)
        .map(|entry| &entry.value)
}

fn text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Scalar(scalar) => Some(scalar.text.clone()),
        _ => None,
    }
}

fn is_null(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(scalar) if scalar.kind == ScalarKind::Null)
}

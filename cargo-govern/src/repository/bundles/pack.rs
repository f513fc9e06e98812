//! `.llm/contextpack.yaml`: which tasks there are, and what belongs to each.

use std::collections::BTreeMap;

use globset::GlobMatcher;
use govern_diagnostics::{Diagnostic, FileId, Span};
use govern_gate::{Error, Session, did_you_mean};
use govern_yaml::{Entry, Node, ProblemKind, ScalarKind, Value};

use crate::globs::matcher;

/// Where tasks stand.
pub(crate) const PACK: &str = ".llm/contextpack.yaml";

/// How many bytes a bundle may have if its task does not say it.
const MAX_BYTES: usize = 250_000;

const TASK: [&str; 7] = [
    "description",
    "exclude",
    "include",
    "max_bytes",
    "prompt",
    "require",
    "seed",
];

/// The tasks.
pub(crate) struct Pack {
    /// All of the file.
    pub(crate) text: String,
    pub(crate) tasks: BTreeMap<String, Task>,
}

/// A task.
pub(crate) struct Task {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) description: Option<String>,
    /// What is said before the files.
    pub(crate) prompt: Option<String>,
    pub(crate) max_bytes: usize,
    pub(crate) include: Vec<Pattern>,
    /// What must be in it.
    pub(crate) require: Vec<Pattern>,
    pub(crate) exclude: Vec<Pattern>,
    /// A criterion, and where that is said.
    pub(crate) seed: Option<(String, Span)>,
}

/// Files by their paths from the root.
pub(crate) struct Pattern {
    pub(crate) text: String,
    glob: GlobMatcher,
    pub(crate) span: Span,
}

impl Pattern {
    /// Whether it is about a file: a directory is about all below it.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let directory = self.text.trim_end_matches('/');
        let below = path.strip_prefix(directory);
        self.glob.is_match(path) || below.is_some_and(|below| below.starts_with('/'))
    }
}

impl Pack {
    /// Reads the tasks.
    ///
    /// # Errors
    ///
    /// If there is no such file, or something is wrong with it: all of it, each with its place.
    pub(crate) fn read(session: &Session) -> Result<Pack, Error> {
        let Some((file, text)) = session.workspace().read_if_exists(PACK)? else {
            let mistake = Diagnostic::config(format!("there is no `{PACK}`"));
            return Err(mistake
                .help("write one: `tasks: { implement_ac: { include: [\"src/**/*.rs\"], max_bytes: 250000 } }`")
                .into());
        };
        let mut reader = Reader {
            file,
            mistakes: Vec::new(),
        };
        let (root, problems) = govern_yaml::read(&text);
        for problem in problems {
            let why = match problem.kind {
                ProblemKind::Syntax { message, .. } => message,
                ProblemKind::DuplicateKey(key) => format!("`{key}` stands there twice"),
                _ => "only plain YAML is read here".to_owned(),
            };
            let message = format!("`{PACK}` cannot be read: {why}");
            let at = Span::new(file, problem.range);
            reader.mistakes.push(Diagnostic::config(message).at(at));
        }
        let mut tasks = BTreeMap::new();
        match root {
            Some(root) => {
                for entry in reader.known(&root, &["tasks", "version"]) {
                    if entry.key == "tasks" {
                        tasks = reader.tasks(&entry.value);
                    }
                }
                if tasks.is_empty() && reader.mistakes.is_empty() {
                    reader.wrong(&root, "it has no task");
                }
            }
            None if reader.mistakes.is_empty() => {
                let mistake = Diagnostic::config(format!("`{PACK}` has no task"));
                reader.mistakes.push(mistake.at(Span::start_of(file)));
            }
            None => {}
        }
        match reader.mistakes.is_empty() {
            true => Ok(Pack {
                text: text.to_string(),
                tasks,
            }),
            false => Err(Error::Diagnosed(reader.mistakes)),
        }
    }
}

struct Reader {
    file: FileId,
    mistakes: Vec<Diagnostic>,
}

impl Reader {
    fn wrong(&mut self, node: &Node, message: &str) {
        let at = Span::new(self.file, node.range);
        self.mistakes.push(Diagnostic::config(message).at(at));
    }

    /// The entries of a mapping; another key than these is a mistake.
    fn known<'n>(&mut self, node: &'n Node, known: &[&str]) -> &'n [Entry] {
        let Value::Map(entries) = &node.value else {
            self.wrong(node, "this is no mapping");
            return &[];
        };
        for entry in entries
            .iter()
            .filter(|it| !known.contains(&it.key.as_str()))
        {
            let key = &entry.key;
            let mistake = Diagnostic::config(format!("there is no key `{key}` here"))
                .at(Span::new(self.file, entry.key_range));
            let help = match did_you_mean(key, known.iter().copied()) {
                Some(likely) => format!("did you mean `{likely}`?"),
                None => format!("there are `{}`", known.join("`, `")),
            };
            self.mistakes.push(mistake.help(help));
        }
        entries
    }

    fn text(&mut self, node: &Node) -> Option<String> {
        match &node.value {
            Value::Scalar(scalar) if scalar.kind != ScalarKind::Null => Some(scalar.text.clone()),
            _ => {
                self.wrong(node, "this is no text");
                None
            }
        }
    }

    fn tasks(&mut self, node: &Node) -> BTreeMap<String, Task> {
        let Value::Map(entries) = &node.value else {
            self.wrong(node, "this is no mapping of tasks");
            return BTreeMap::new();
        };
        let tasks = entries.iter().map(|entry| {
            let task = self.task(entry);
            (entry.key.clone(), task)
        });
        tasks.collect()
    }

    fn task(&mut self, entry: &Entry) -> Task {
        let mut task = Task {
            name: entry.key.clone(),
            span: Span::new(self.file, entry.key_range),
            description: None,
            prompt: None,
            max_bytes: MAX_BYTES,
            include: Vec::new(),
            require: Vec::new(),
            exclude: Vec::new(),
            seed: None,
        };
        for Entry { key, value, .. } in self.known(&entry.value, &TASK) {
            match key.as_str() {
                "description" => task.description = self.text(value),
                "prompt" => task.prompt = self.text(value),
                "max_bytes" => task.max_bytes = self.size(value).unwrap_or(MAX_BYTES),
                "include" => task.include = self.patterns(value),
                "require" => task.require = self.patterns(value),
                "exclude" => task.exclude = self.patterns(value),
                "seed" => {
                    for Entry { value, .. } in self.known(value, &["ac"]) {
                        let span = Span::new(self.file, value.range);
                        task.seed = self.text(value).map(|id| (id, span));
                    }
                }
                _ => {}
            }
        }
        if task.include.is_empty() && task.require.is_empty() && task.seed.is_none() {
            let message = format!("the task `{}` asks for no file", task.name);
            let mistake = Diagnostic::config(message).at(task.span);
            self.mistakes
                .push(mistake.help("say `include`, `require` or `seed`"));
        }
        task
    }

    fn size(&mut self, node: &Node) -> Option<usize> {
        let size = match &node.value {
            Value::Scalar(scalar) if scalar.kind == ScalarKind::Number => scalar.text.parse().ok(),
            _ => None,
        };
        let size = size.filter(|size| *size > 0);
        if size.is_none() {
            self.wrong(node, "this is no number of bytes from 1");
        }
        size
    }

    fn patterns(&mut self, node: &Node) -> Vec<Pattern> {
        let Value::List(nodes) = &node.value else {
            self.wrong(node, "this is no list of globs");
            return Vec::new();
        };
        if nodes.is_empty() {
            self.wrong(node, "this list is empty");
        }
        let patterns = nodes.iter().filter_map(|node| {
            let text = self.text(node)?;
            let leads_out = text.starts_with('/') || text.split('/').any(|part| part == "..");
            if leads_out || text.starts_with(':') || text.is_empty() {
                self.wrong(node, "this is no glob of files in the workspace");
                return None;
            }
            let text = text.strip_prefix("./").unwrap_or(&text).to_owned();
            match matcher(&text) {
                Ok(glob) => Some(Pattern {
                    glob,
                    span: Span::new(self.file, node.range),
                    text,
                }),
                Err((mistake, help)) => {
                    let at = Span::new(self.file, node.range);
                    self.mistakes
                        .push(Diagnostic::config(mistake).at(at).help(help));
                    None
                }
            }
        });
        patterns.collect()
    }
}

//! What rules of the project look for: only files, and functions in them, that hold the words of a pattern are parsed.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use govern_facts::{Capture, Extent, Match, PathQuestion, Pattern, Source};
use govern_workspace::{Error, Workspace};

use super::bound::Bound;
use super::functions::outermost;
use super::places::{Places, Site};
use super::spelled::{Spelled, WordsAt};
use crate::settings::{Condition, CustomRule, Is};

/// Something that a rule of the project keeps out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomMatch {
    /// The rule: row of [`Settings::rules`](crate::settings::Settings::rules).
    pub rule: usize,
    /// What the metavariables stand for.
    pub captures: Vec<(String, String)>,
    /// All of it.
    pub whole: Extent,
    /// Where, on the line on which it begins.
    pub site: Site,
}

/// What the rules of the project find in one file.
#[derive(Default)]
pub(super) struct CustomMatches {
    /// The rules that looked at it.
    pub(super) looked: Vec<usize>,
    pub(super) matches: Vec<CustomMatch>,
}

/// What the rules find in a file.
pub(super) fn custom(
    workspace: &Workspace,
    rules: &[CustomRule],
    spelled: &Spelled,
    places: &mut Places<'_>,
) -> Result<CustomMatches, Error> {
    let mut found = CustomMatches::default();
    for (row, rule) in rules.iter().enumerate() {
        if looks_at(rule, places) {
            found.looked.push(row);
        }
    }
    if found.looked.is_empty() {
        return Ok(found);
    }
    let text = workspace.text(places.file)?;
    let mut search = Search {
        text: &text,
        edition: workspace.edition(places.file).unwrap_or_default(),
        bound: Bound::new(workspace, places.names, places.facts, places.file),
        spelled,
        words: spelled.words_in(&text),
        functions: OnceCell::new(),
        sources: BTreeMap::new(),
    };
    for &row in &found.looked {
        let rule = &rules[row];
        let mut seen: Vec<Extent> = Vec::new();
        for hit in search.rule(rule, places) {
            let scope = places.scope_at(hit.literal.start);
            let applies = rule.roles.contains(&places.role(scope))
                && !places.is_quoted(hit.extent)
                && !seen.contains(&hit.extent);
            let module = places.module(scope);
            if !applies || !rule.reach.contains(places.modules[module].place()) {
                continue;
            }
            seen.push(hit.extent);
            let written = |capture: &Capture| text[capture.extent.range()].to_owned();
            let captures = hit.captures.iter();
            found.matches.push(CustomMatch {
                rule: row,
                captures: captures.map(|it| (it.name.clone(), written(it))).collect(),
                whole: hit.extent,
                site: places.site(scope, first_line(&text, hit.literal)),
            });
        }
    }
    Ok(found)
}

/// Whether a rule looks at some code of the file.
fn looks_at(rule: &CustomRule, places: &mut Places<'_>) -> bool {
    (0..places.facts.scopes.len() as u32).any(|row| {
        let scope = govern_facts::ScopeId(row);
        rule.roles.contains(&places.role(scope)) && {
            let module = places.module(scope);
            rule.reach.contains(places.modules[module].place())
        }
    })
}

/// As much as stands on the line on which it begins.
fn first_line(text: &str, extent: Extent) -> Extent {
    let line = text[extent.range()].lines().next().unwrap_or_default();
    let end = extent.start + line.trim_end().len() as u32;
    Extent::new(extent.start, end)
}

/// A file that is searched.
struct Search<'s, 'w> {
    text: &'s Arc<str>,
    edition: govern_facts::Edition,
    bound: Bound<'w>,
    spelled: &'s Spelled,
    /// Where the words of all patterns stand.
    words: WordsAt<'s>,
    functions: OnceCell<Vec<Extent>>,
    /// Pieces that were parsed; none if they cannot be.
    sources: BTreeMap<Extent, Option<Source<'s>>>,
}

impl<'s> Search<'s, '_> {
    fn rule(&mut self, rule: &CustomRule, places: &Places<'_>) -> Vec<Match> {
        let context = !rule.inside.is_empty() || !rule.not_inside.is_empty();
        let mut found = Vec::new();
        for pattern in &rule.patterns {
            for piece in self.pieces(pattern, context, places) {
                let hits = self.search(piece, pattern);
                let applies = |hit: &Match| {
                    self.around(piece, rule, hit)
                        && rule.conditions.iter().all(|it| self.holds(piece, it, hit))
                };
                found.extend(hits.into_iter().filter(applies));
            }
        }
        found
    }

    /// The parts of the file that may hold a match.
    fn pieces(&mut self, pattern: &Pattern, context: bool, places: &Places<'_>) -> Vec<Extent> {
        let all = Extent::new(0, self.text.len() as u32);
        let spelled = self.spelled;
        let words: Vec<&[String]> = pattern.words().iter().map(|it| spelled.words(it)).collect();
        let holds = |piece: Extent, names: &[String]| self.words.any_in(names, piece);
        if !words.iter().all(|names| holds(all, names)) {
            return Vec::new();
        }
        let Some(first) = words.first().filter(|_| pattern.is_local() && !context) else {
            self.read(all);
            return vec![all];
        };
        let functions = self.functions.get_or_init(|| outermost(places.facts));
        let (mut pieces, mut is_all) = (Vec::new(), false);
        for name in *first {
            for &at in self.words.of(name) {
                let behind = functions.partition_point(|it| it.start <= at);
                match functions[..behind].last().filter(|it| at < it.end) {
                    Some(&function) => pieces.push(function),
                    // Between functions, the whole file is looked at.
                    None => is_all = true,
                }
            }
        }
        if is_all {
            self.read(all);
            return vec![all];
        }
        pieces.sort_unstable();
        pieces.dedup();
        pieces.retain(|&piece| words.iter().all(|names| holds(piece, names)));
        for &piece in &pieces {
            self.read(piece);
        }
        pieces
    }

    fn read(&mut self, piece: Extent) {
        let (text, edition) = (self.text, self.edition);
        self.sources
            .entry(piece)
            .or_insert_with(|| Source::new(text, piece, edition));
    }

    fn search(&self, piece: Extent, pattern: &Pattern) -> Vec<Match> {
        let is_path = |question: PathQuestion<'_>| {
            let path = &pattern.paths()[question.row];
            self.spelled.is_path(path, &question, &self.bound)
        };
        match self.sources.get(&piece) {
            Some(Some(source)) => source.search(pattern, &is_path),
            _ => Vec::new(),
        }
    }

    /// Whether what is around a match is as the rule wants it.
    fn around(&self, piece: Extent, rule: &CustomRule, hit: &Match) -> bool {
        let is_inside = |pattern: &Pattern| {
            self.search(piece, pattern).iter().any(|around| {
                around.extent != hit.extent
                    && around.extent.contains(hit.extent)
                    && agree(&around.captures, &hit.captures)
            })
        };
        (rule.inside.is_empty() || rule.inside.iter().any(is_inside))
            && !rule.not_inside.iter().any(is_inside)
    }

    fn holds(&self, piece: Extent, condition: &Condition, hit: &Match) -> bool {
        let capture = hit.captures.iter().find(|it| it.name == condition.variable);
        let Some(capture) = capture.filter(|it| it.extent.start < it.extent.end) else {
            return condition.not;
        };
        let is = match &condition.is {
            Is::Path(globs) => {
                let path = self.bound.path(capture.extent.start);
                // What a path begins, as in `a::b(c)`, is no path.
                let is_path = capture.code.split(' ').all(|token| {
                    token == ":" || token.starts_with(|c: char| c.is_alphabetic() || c == '_')
                });
                path.filter(|_| is_path).is_some_and(|path| {
                    let path = path.join("/");
                    globs.iter().any(|glob| glob.is_match(&path))
                })
            }
            Is::Name(globs) => {
                let name = capture.code.trim_matches('"');
                globs.iter().any(|glob| glob.is_match(name))
            }
            Is::Pattern(patterns) => patterns.iter().any(|pattern| {
                let hits = self.search(piece, pattern);
                hits.iter()
                    .any(|it| it.extent == capture.extent && agree(&it.captures, &hit.captures))
            }),
        };
        is != condition.not
    }
}

/// Whether metavariables of the same name stand for the same code.
fn agree(some: &[Capture], others: &[Capture]) -> bool {
    some.iter().all(|one| {
        let same = others.iter().find(|other| other.name == one.name);
        same.is_none_or(|other| other.code == one.code)
    })
}

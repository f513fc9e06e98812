//! A ledger in Markdown: stories and requirements are headings, criteria are entries of lists.
//!
//! `## US-PAY: Somebody pays`, `### REQ-PAY: Orders are paid`, `- **AC-PAY-001** An order is paid by card.` What stands in code
//! blocks, quotes and tables is text.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use text_size::{TextRange, TextSize};

use super::model::{Criterion, Ledger, Priority, Requirement, Retired, Spanned, State, Story};
use super::problem::{Problem, ProblemKind};
use crate::ids::{IdKind, IdPrefixes, tokens};

/// The heading under which ids are listed that are no longer in use.
pub(super) const RETIRED: &str = "Retired";

/// Something that has an id of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) kind: BlockKind,
    /// Its id; empty for the heading of what is retired.
    pub(super) id: Spanned,
    /// What it says behind the id and the words in brackets.
    pub(super) text: String,
    /// The heading, or the entry of the list as far as its text goes.
    pub(super) range: TextRange,
    /// The same with the lists in it.
    pub(super) whole: TextRange,
    priority: Option<Priority>,
    state: Option<State>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A story, a requirement or a criterion.
    Entry(IdKind),
    /// The heading of what is retired.
    Retired,
    /// An id that is retired.
    Tombstone,
}

/// The ledger that a text in Markdown is. Problems are in the order of the text.
pub(super) fn read(text: &str, ids: &IdPrefixes) -> (Ledger, Vec<Problem>) {
    let (blocks, mut problems) = blocks(text, ids);
    let mut ledger = Ledger::default();
    for block in blocks {
        let misplaced =
            |what, under| Problem::new(block.id.range, ProblemKind::Misplaced { what, under });
        match block.kind {
            BlockKind::Retired => {}
            BlockKind::Tombstone => ledger.retired.push(Retired {
                replaced_by: Vec::new(),
                reason: block.text,
                id: block.id,
            }),
            BlockKind::Entry(IdKind::Story) => ledger.stories.push(Story {
                id: block.id,
                title: block.text,
                requirements: Vec::new(),
                tags: Vec::new(),
            }),
            BlockKind::Entry(IdKind::Requirement) => match ledger.stories.last_mut() {
                Some(story) => story.requirements.push(requirement(block)),
                None => problems.push(misplaced("a requirement", "the heading of a story")),
            },
            BlockKind::Entry(IdKind::Criterion) => {
                let story = ledger.stories.last_mut();
                match story.and_then(|story| story.requirements.last_mut()) {
                    Some(above) => {
                        let criterion = criterion(block, above.priority, above.state);
                        above.criteria.push(criterion);
                    }
                    None => problems.push(misplaced("a criterion", "the heading of a requirement")),
                }
            }
        }
    }
    problems.sort_by_key(|problem| problem.range.start());
    (ledger, problems)
}

fn requirement(block: Block) -> Requirement {
    Requirement {
        id: block.id,
        title: block.text,
        priority: block.priority.unwrap_or(Priority::Must),
        says_priority: block.priority.is_some(),
        state: block.state.unwrap_or(State::Active),
        criteria: Vec::new(),
        derived: None,
        rationale: String::new(),
        derives_from: Vec::new(),
        tags: Vec::new(),
    }
}

fn criterion(block: Block, priority: Priority, above: State) -> Criterion {
    let own = block.state.unwrap_or(State::Active);
    Criterion {
        text: block.text,
        priority: block.priority.unwrap_or(priority),
        state: if above.is_in_force() { own } else { above },
        needs: Vec::new(),
        evidence: Vec::new(),
        waiver: None,
        depends_on: Vec::new(),
        needs_code: false,
        min_scenarios: 0,
        says_in_force: block
            .state
            .filter(|state| state.is_in_force())
            .map(|_| block.id.range),
        tags: Vec::new(),
        id: block.id,
    }
}

/// Everything that has an id, in the order of the text.
pub(super) fn blocks(text: &str, ids: &IdPrefixes) -> (Vec<Block>, Vec<Problem>) {
    let mut reader = Reader {
        ids,
        found: Vec::new(),
        problems: Vec::new(),
        retired: None,
    };
    let mut open: Vec<Open> = Vec::new();
    let mut quoted = 0_usize;
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(
                Tag::BlockQuote(_)
                | Tag::Table(_)
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::MetadataBlock(_),
            ) => {
                quoted += 1;
            }
            Event::End(
                TagEnd::BlockQuote(_)
                | TagEnd::Table
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::MetadataBlock(_),
            ) => {
                quoted = quoted.saturating_sub(1);
            }
            _ if quoted > 0 => {}
            Event::Start(Tag::Heading { level, .. }) => {
                open.push(Open::new(Home::Heading(level), range));
            }
            Event::Start(Tag::Item) => open.push(Open::new(Home::Item, range)),
            Event::Start(Tag::Paragraph) if !in_item(&open) => {
                open.push(Open::new(Home::Paragraph, range));
            }
            // What is in a list in an entry is no part of its text.
            Event::Start(Tag::List(_)) => {
                if let Some(item) = open.last_mut() {
                    item.close(range.start);
                }
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Item) => {
                if let Some(block) = open.pop() {
                    reader.take(block, text);
                }
            }
            Event::End(TagEnd::Paragraph) => {
                if open.last().is_some_and(|it| it.home == Home::Paragraph)
                    && let Some(block) = open.pop()
                {
                    reader.take(block, text);
                }
            }
            Event::Start(Tag::Strong) => {
                if let Some(block) = open.last_mut() {
                    block.strong = block.pieces.is_empty();
                }
            }
            Event::Text(piece) | Event::Code(piece) => {
                if let Some(block) = open.last_mut() {
                    block.add(&piece, range);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(block) = open.last_mut() {
                    block.add(" ", range);
                }
            }
            _ => {}
        }
    }
    // What is inside of something ends before it.
    reader.found.sort_by_key(|block| block.range.start());
    (reader.found, reader.problems)
}

fn in_item(open: &[Open]) -> bool {
    open.last().is_some_and(|it| it.home == Home::Item)
}

/// What a text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    Heading(HeadingLevel),
    Item,
    Paragraph,
}

/// A block whose end has not come.
#[derive(Debug)]
struct Open {
    home: Home,
    range: Range<usize>,
    /// Whether it begins with what is printed bold.
    strong: bool,
    /// Its text, in pieces with their places.
    pieces: Vec<(String, Range<usize>)>,
    /// Where its text ends, if a list begins in it.
    closed: Option<usize>,
}

impl Open {
    fn new(home: Home, range: Range<usize>) -> Open {
        Open {
            home,
            range,
            strong: false,
            pieces: Vec::new(),
            closed: None,
        }
    }

    fn add(&mut self, piece: &str, range: Range<usize>) {
        if self.closed.is_none() {
            self.pieces.push((piece.to_owned(), range));
        }
    }

    fn close(&mut self, end: usize) {
        self.closed.get_or_insert(end);
    }
}

struct Reader<'a> {
    ids: &'a IdPrefixes,
    found: Vec<Block>,
    problems: Vec<Problem>,
    /// The level of the heading of what is retired, while that is where we are.
    retired: Option<HeadingLevel>,
}

impl Reader<'_> {
    fn take(&mut self, block: Open, text: &str) {
        let up_to = |end: usize| span(block.range.start, text[..end].trim_end().len());
        let whole = up_to(block.range.end);
        let range = up_to(block.closed.unwrap_or(block.range.end));
        if let Home::Heading(level) = block.home {
            self.retired = self.retired.filter(|around| level > *around);
            let title: String = block
                .pieces
                .iter()
                .map(|(piece, _)| piece.as_str())
                .collect();
            if title.trim().eq_ignore_ascii_case(RETIRED) {
                self.retired = Some(level);
                let id = Spanned {
                    text: String::new(),
                    range,
                };
                self.found.push(plain(BlockKind::Retired, id, range, whole));
                return;
            }
        }
        let Some((first, place)) = block.pieces.first() else {
            return;
        };
        let Some((0, token)) = tokens(first).next() else {
            return;
        };
        let kinds = [IdKind::Story, IdKind::Requirement, IdKind::Criterion];
        let Some(kind) = kinds
            .into_iter()
            .find(|kind| self.ids.resembles(*kind, token))
        else {
            return;
        };
        // A word of prose may look like an id; what stands where an id does is one.
        let is_set_off = match block.home {
            Home::Heading(_) => true,
            Home::Item => block.strong,
            Home::Paragraph => block.strong && first.trim_end_matches([':', '.', ' ']) == token,
        };
        if !is_set_off {
            return;
        }
        let id = Spanned {
            text: token.to_owned(),
            range: span(place.start, place.start + token.len()),
        };
        let mut problem = |kind| self.problems.push(Problem::new(id.range, kind));
        if !self.ids.is_id(kind, token) {
            let form = self.ids.form(kind);
            problem(ProblemKind::MalformedId { id: id.text, form });
            return;
        }
        let under = match (block.home, kind) {
            (Home::Item, _) if self.retired.is_some() => None,
            (Home::Heading(_), IdKind::Story | IdKind::Requirement) => None,
            (Home::Item, IdKind::Criterion) => None,
            (_, IdKind::Criterion) => Some(("a criterion", "a dash, as an entry of a list")),
            (_, IdKind::Requirement) => Some(("a requirement", "a heading of its own")),
            (_, IdKind::Story) => Some(("a story", "a heading of its own")),
        };
        if let Some((what, under)) = under {
            problem(ProblemKind::Misplaced { what, under });
            return;
        }
        let rest: String = block
            .pieces
            .iter()
            .skip(1)
            .map(|(piece, _)| piece.as_str())
            .collect();
        let rest = format!("{}{rest}", &first[token.len()..]);
        let kind = match self.retired {
            Some(_) if block.home == Home::Item => BlockKind::Tombstone,
            _ => BlockKind::Entry(kind),
        };
        let mut read = plain(kind, id, range, whole);
        read.text = read.words(&rest);
        if read.text.is_empty() {
            let range = read.id.range;
            self.problems
                .push(Problem::new(range, ProblemKind::EmptyText));
        }
        self.found.push(read);
    }
}

fn plain(kind: BlockKind, id: Spanned, range: TextRange, whole: TextRange) -> Block {
    Block {
        kind,
        id,
        text: String::new(),
        range,
        whole,
        priority: None,
        state: None,
    }
}

impl Block {
    /// What stands behind the id: first, in brackets, how binding it is and where in its life.
    fn words(&mut self, rest: &str) -> String {
        let mut rest = rest.trim_start();
        while let Some((word, behind)) = rest.strip_prefix('(').and_then(|it| it.split_once(')')) {
            match (Priority::named(word), State::named(word)) {
                (Some(priority), _) => self.priority = Some(priority),
                (None, Some(state)) => self.state = Some(state),
                (None, None) => break,
            }
            rest = behind.trim_start();
        }
        let rest = rest.trim_start_matches([':', '–', '—', '-']);
        rest.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn span(start: usize, end: usize) -> TextRange {
    let size = |at: usize| TextSize::try_from(at).unwrap_or(TextSize::new(u32::MAX));
    TextRange::new(size(start), size(end.max(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: &str = "---
title: AC-PAY-013
---
# The desk

## US-PAY: Somebody pays

Prose about **AC-PAY-009**, and `AC-PAY-008`.

### REQ-PAY (should) — Orders are *paid*

- **AC-PAY-001** An order of which nothing is open
  is `paid`.
- **AC-PAY-002** (may) (draft): An order may be paid in parts.
  - in two
  - **AC-PAY-003** in three

    ```text
    - **AC-PAY-004** in code
    ```
- AC-PAY-005 is spoken of.
- **AC-PAY-010:** A receipt is sent.
- **AC-PAY-011 all of it** is bold.

<!-- - **AC-PAY-012** is hidden -->

> - **AC-PAY-006** is quoted.

```markdown
### REQ-NONE: in code
- **AC-PAY-007** in code
```

## Retired

- **AC-PAY-000** nobody pays with cowries
";

    fn read_default(text: &str) -> (Ledger, Vec<Problem>) {
        read(text, &IdPrefixes::default())
    }

    #[test]
    fn headings_and_entries_of_lists_are_the_ledger() {
        let (ledger, problems) = read_default(SPEC);
        assert_eq!(problems, []);
        let shown: Vec<String> = ledger
            .criteria()
            .map(|(story, requirement, it)| {
                assert_eq!(SPEC[it.id.range], it.id.text);
                format!(
                    "{} {} {} {:?} {:?} {}",
                    story.id.text, requirement.id.text, it.id.text, it.priority, it.state, it.text
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "US-PAY REQ-PAY AC-PAY-001 Should Active An order of which nothing is open is paid.",
                "US-PAY REQ-PAY AC-PAY-002 May Draft An order may be paid in parts.",
                "US-PAY REQ-PAY AC-PAY-003 Should Active in three",
                "US-PAY REQ-PAY AC-PAY-010 Should Active A receipt is sent.",
                "US-PAY REQ-PAY AC-PAY-011 Should Active all of it is bold.",
            ]
        );
        assert_eq!(ledger.stories[0].title, "Somebody pays");
        assert_eq!(ledger.stories[0].requirements[0].title, "Orders are paid");
        let retired = &ledger.retired[0];
        assert_eq!(
            (retired.id.text.as_str(), retired.reason.as_str()),
            ("AC-PAY-000", "nobody pays with cowries")
        );
    }

    #[test]
    fn what_cannot_stand_where_it_does_is_located() {
        let shown = |text: &str| -> Vec<String> {
            let problems = read_default(text).1;
            let shown = problems
                .iter()
                .map(|it| format!("{:?}: {}", &text[it.range], it.kind));
            shown.collect()
        };
        assert_eq!(
            shown("### REQ-1: t\n\n- **AC-1** t\n"),
            [
                "\"REQ-1\": a requirement stands behind the heading of a story, and here is none",
                "\"AC-1\": a criterion stands behind the heading of a requirement, and here is none",
            ]
        );
        assert_eq!(
            shown(
                "## US-1: t\n### REQ-1: t\n**AC-1** t\n\n- **AC_2** t\n- **AC-3**\n- **REQ-2** t\n"
            ),
            [
                "\"AC-1\": a criterion stands behind a dash, as an entry of a list, and here is none",
                "\"AC_2\": `AC_2` is not an id",
                "\"AC-3\": this text says nothing",
                "\"REQ-2\": a requirement stands behind a heading of its own, and here is none",
            ]
        );
        assert_eq!(shown("Account\n=======\n\n**AC/DC** plays.\n"), [""; 0]);
    }
}

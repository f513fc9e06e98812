//! Which kinds of line may follow which, and what the parser expects to see at each point.

use std::fmt;

/// What a line can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The end of the file.
    Eof,
    /// A blank line.
    Empty,
    /// A comment.
    Comment,
    /// A line of tags.
    TagLine,
    /// `Feature:`
    FeatureLine,
    /// `Rule:`
    RuleLine,
    /// `Background:`
    BackgroundLine,
    /// `Scenario:` and the like.
    ScenarioLine,
    /// `Examples:`
    ExamplesLine,
    /// A step.
    StepLine,
    /// A line that opens or closes a doc string.
    DocStringSeparator,
    /// A row of a table.
    TableRow,
    /// `# language: …`
    Language,
    /// Free text.
    Other,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Eof => f.write_str("#EOF"),
            kind => write!(f, "#{kind:?}"),
        }
    }
}

/// What has a title line and free text below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// A feature or a rule.
    Header,
    Background,
    Scenario,
    Examples,
}

/// To what a step belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Background,
    Scenario,
}

/// What of its arguments a step has so far: a table, a doc string, or both in either order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Argument {
    None,
    Table,
    /// A table, and a doc string that is open.
    TableThenText,
    TableThenDocString,
    /// A doc string that is open.
    Text,
    DocString,
    DocStringThenTable,
}

/// What the line read last was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Start,
    Language,
    FeatureTags,
    RuleTags,
    ScenarioTags,
    ExamplesTags,
    Title(Block),
    Description(Block),
    Step(Owner, Argument),
    ExamplesRow,
    End,
}

impl At {
    /// The kinds of line that may come now, in the order in which they are tried.
    pub(super) fn expected(self) -> &'static [Kind] {
        use Kind::{
            BackgroundLine, Comment, DocStringSeparator, Empty, Eof, ExamplesLine, FeatureLine,
            Language, Other, RuleLine, ScenarioLine, StepLine, TableRow, TagLine,
        };
        match self {
            At::Start => &[Eof, Language, TagLine, FeatureLine, Comment, Empty],
            At::Language | At::FeatureTags => &[TagLine, FeatureLine, Comment, Empty],
            At::RuleTags => &[TagLine, RuleLine, Comment, Empty],
            At::ScenarioTags => &[TagLine, ScenarioLine, Comment, Empty],
            At::ExamplesTags => &[TagLine, ExamplesLine, Comment, Empty],
            At::Title(Block::Header) => &[
                Eof,
                Empty,
                Comment,
                BackgroundLine,
                TagLine,
                ScenarioLine,
                RuleLine,
                Other,
            ],
            At::Description(Block::Header) => &[
                Eof,
                Comment,
                BackgroundLine,
                TagLine,
                ScenarioLine,
                RuleLine,
                Other,
            ],
            At::Title(Block::Background) => &[
                Eof,
                Empty,
                Comment,
                StepLine,
                TagLine,
                ScenarioLine,
                RuleLine,
                Other,
            ],
            At::Description(Block::Background) => &[
                Eof,
                Comment,
                StepLine,
                TagLine,
                ScenarioLine,
                RuleLine,
                Other,
            ],
            At::Title(Block::Scenario) => &[
                Eof,
                Empty,
                Comment,
                StepLine,
                TagLine,
                ExamplesLine,
                ScenarioLine,
                RuleLine,
                Other,
            ],
            At::Description(Block::Scenario) => &[
                Eof,
                Comment,
                StepLine,
                TagLine,
                ExamplesLine,
                ScenarioLine,
                RuleLine,
                Other,
            ],
            At::Title(Block::Examples) => &[
                Eof,
                Empty,
                Comment,
                TableRow,
                TagLine,
                ExamplesLine,
                ScenarioLine,
                RuleLine,
                Other,
            ],
            At::Description(Block::Examples) => &[
                Eof,
                Comment,
                TableRow,
                TagLine,
                ExamplesLine,
                ScenarioLine,
                RuleLine,
                Other,
            ],
            At::ExamplesRow => &[
                Eof,
                TableRow,
                TagLine,
                ExamplesLine,
                ScenarioLine,
                RuleLine,
                Comment,
                Empty,
            ],
            At::Step(_, Argument::Text | Argument::TableThenText) => &[DocStringSeparator, Other],
            At::Step(Owner::Background, Argument::None | Argument::Table) => &[
                Eof,
                TableRow,
                DocStringSeparator,
                StepLine,
                TagLine,
                ScenarioLine,
                RuleLine,
                Comment,
                Empty,
            ],
            At::Step(Owner::Background, Argument::DocString | Argument::DocStringThenTable) => &[
                Eof,
                TableRow,
                StepLine,
                TagLine,
                ScenarioLine,
                RuleLine,
                Comment,
                Empty,
            ],
            At::Step(Owner::Background, Argument::TableThenDocString) => &[
                Eof,
                StepLine,
                TagLine,
                ScenarioLine,
                RuleLine,
                Comment,
                Empty,
            ],
            At::Step(Owner::Scenario, Argument::None | Argument::Table) => &[
                Eof,
                TableRow,
                DocStringSeparator,
                StepLine,
                TagLine,
                ExamplesLine,
                ScenarioLine,
                RuleLine,
                Comment,
                Empty,
            ],
            At::Step(Owner::Scenario, Argument::DocString | Argument::DocStringThenTable) => &[
                Eof,
                TableRow,
                StepLine,
                TagLine,
                ExamplesLine,
                ScenarioLine,
                RuleLine,
                Comment,
                Empty,
            ],
            At::Step(Owner::Scenario, Argument::TableThenDocString) => &[
                Eof,
                StepLine,
                TagLine,
                ExamplesLine,
                ScenarioLine,
                RuleLine,
                Comment,
                Empty,
            ],
            At::End => &[],
        }
    }

    /// What a line of tags here may belong to: the kind of title line that follows it decides, and the last one is the
    /// guess if none does.
    pub(super) fn taggable(self) -> &'static [At] {
        match self {
            At::Start | At::Language | At::FeatureTags => &[At::FeatureTags],
            At::RuleTags => &[At::RuleTags],
            At::ScenarioTags => &[At::ScenarioTags],
            At::ExamplesTags => &[At::ExamplesTags],
            at if at.expected().contains(&Kind::ExamplesLine) => {
                &[At::ExamplesTags, At::ScenarioTags, At::RuleTags]
            }
            _ => &[At::ScenarioTags, At::RuleTags],
        }
    }

    /// What comes next when a line of this kind is taken; `tags` says to what a line of tags belongs.
    pub(super) fn after(self, kind: Kind, tags: At) -> At {
        match (self, kind) {
            (_, Kind::Eof) => At::End,
            (_, Kind::TagLine) => tags,
            (_, Kind::Language) => At::Language,
            (_, Kind::FeatureLine | Kind::RuleLine) => At::Title(Block::Header),
            (_, Kind::BackgroundLine) => At::Title(Block::Background),
            (_, Kind::ScenarioLine) => At::Title(Block::Scenario),
            (_, Kind::ExamplesLine) => At::Title(Block::Examples),
            (At::Step(owner, _), Kind::StepLine) => At::Step(owner, Argument::None),
            (At::Title(Block::Background) | At::Description(Block::Background), Kind::StepLine) => {
                At::Step(Owner::Background, Argument::None)
            }
            (_, Kind::StepLine) => At::Step(Owner::Scenario, Argument::None),
            (At::Step(owner, argument), Kind::TableRow) => At::Step(owner, argument.with_table()),
            (_, Kind::TableRow) => At::ExamplesRow,
            (At::Step(owner, argument), Kind::DocStringSeparator) => {
                At::Step(owner, argument.with_separator())
            }
            // A comment above free text begins the description, even if nothing but comments follows.
            (At::Title(block), Kind::Comment | Kind::Other) => At::Description(block),
            (at, Kind::DocStringSeparator | Kind::Empty | Kind::Comment | Kind::Other) => at,
        }
    }
}

impl Argument {
    fn with_table(self) -> Argument {
        match self {
            Argument::None | Argument::Table => Argument::Table,
            _ => Argument::DocStringThenTable,
        }
    }

    fn with_separator(self) -> Argument {
        match self {
            Argument::Table => Argument::TableThenText,
            Argument::TableThenText => Argument::TableThenDocString,
            Argument::Text => Argument::DocString,
            _ => Argument::Text,
        }
    }
}

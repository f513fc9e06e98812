//! The tree of a feature file, with the place of everything in it.

use text_size::TextRange;

/// A place as the official messages give it: 1-based, the column counted in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1; 0 where a line has no place in it, as at an unexpected end of file.
    pub column: u32,
}

/// The number of a node within its document, in the order in which the official parser numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct NodeId(pub u32);

/// A whole file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The feature; a file of blanks and comments has none.
    pub feature: Option<Feature>,
    /// All comments, in order; a `# language:` header is not one.
    pub comments: Vec<Comment>,
    /// How many nodes were numbered.
    pub nodes: u32,
}

/// A comment line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The line; the column is always 1, for the text keeps its indent.
    pub location: Location,
    /// From the `#` to the end of the line.
    pub range: TextRange,
    /// The line with its indent, without its end.
    pub text: String,
}

/// A tag, with its `@`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The number of the node.
    pub id: NodeId,
    /// Where the `@` stands.
    pub location: Location,
    /// The tag in the text.
    pub range: TextRange,
    /// The name, with the `@`.
    pub name: String,
}

/// `Feature:` and all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// The tags above it; scenarios and rules inherit them.
    pub tags: Vec<Tag>,
    /// Where its keyword stands.
    pub location: Location,
    /// Its line without the indent.
    pub range: TextRange,
    /// The language of the file, such as `en`.
    pub language: &'static str,
    /// The keyword as written.
    pub keyword: &'static str,
    /// What follows the colon.
    pub name: String,
    /// The free text below.
    pub description: String,
    /// Steps that stand before those of every scenario.
    pub background: Option<Background>,
    /// The scenarios outside any rule.
    pub scenarios: Vec<Scenario>,
    /// The rules, which follow the scenarios.
    pub rules: Vec<Rule>,
}

/// `Rule:` and the scenarios under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The number of the node.
    pub id: NodeId,
    /// The tags above it; its scenarios inherit them.
    pub tags: Vec<Tag>,
    /// Where its keyword stands.
    pub location: Location,
    /// Its line without the indent.
    pub range: TextRange,
    /// The keyword as written.
    pub keyword: &'static str,
    /// What follows the colon.
    pub name: String,
    /// The free text below.
    pub description: String,
    /// Steps that stand before those of every scenario of the rule, after those of the feature's background.
    pub background: Option<Background>,
    /// The scenarios of the rule.
    pub scenarios: Vec<Scenario>,
}

/// `Background:` and its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Background {
    /// The number of the node.
    pub id: NodeId,
    /// Where its keyword stands.
    pub location: Location,
    /// Its line without the indent.
    pub range: TextRange,
    /// The keyword as written.
    pub keyword: &'static str,
    /// What follows the colon.
    pub name: String,
    /// The free text below.
    pub description: String,
    /// The steps.
    pub steps: Vec<Step>,
}

/// `Scenario:`, `Example:`, `Scenario Outline:` or `Scenario Template:`, which the grammar does not tell apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The number of the node.
    pub id: NodeId,
    /// The tags above it.
    pub tags: Vec<Tag>,
    /// Where its keyword stands.
    pub location: Location,
    /// Its line without the indent.
    pub range: TextRange,
    /// The keyword as written.
    pub keyword: &'static str,
    /// What follows the colon.
    pub name: String,
    /// The free text below.
    pub description: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// The tables that multiply it; a scenario with any runs once for each row, and with none runs once.
    pub examples: Vec<Examples>,
}

/// `Examples:` with its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examples {
    /// The number of the node.
    pub id: NodeId,
    /// The tags above it; the rows inherit them.
    pub tags: Vec<Tag>,
    /// Where its keyword stands.
    pub location: Location,
    /// Its line without the indent.
    pub range: TextRange,
    /// The keyword as written.
    pub keyword: &'static str,
    /// What follows the colon.
    pub name: String,
    /// The free text below.
    pub description: String,
    /// The names of the columns.
    pub header: Option<Row>,
    /// The rows, each as wide as the header.
    pub rows: Vec<Row>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The number of the node.
    pub id: NodeId,
    /// Where its keyword stands.
    pub location: Location,
    /// Its line without the indent.
    pub range: TextRange,
    /// The keyword as written, with the blank that ends it in most languages.
    pub keyword: &'static str,
    /// What the keyword means.
    pub keyword_type: KeywordType,
    /// What follows the keyword.
    pub text: String,
    /// The table below.
    pub data_table: Option<DataTable>,
    /// The doc string below.
    pub doc_string: Option<DocString>,
}

/// What a step keyword means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum KeywordType {
    /// Given.
    Context,
    /// When.
    Action,
    /// Then.
    Outcome,
    /// And, But: the same as the step before.
    Conjunction,
    /// `*`, or a keyword that stands for several.
    Unknown,
}

/// The table of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataTable {
    /// Where its first row stands.
    pub location: Location,
    /// The rows, all of one width.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The number of the node.
    pub id: NodeId,
    /// Where its first `|` stands.
    pub location: Location,
    /// Its line without the indent.
    pub range: TextRange,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Where its value begins.
    pub location: Location,
    /// What stands between the bars, without the blanks around it.
    pub range: TextRange,
    /// The value, with `\n`, `\|` and `\\` resolved.
    pub value: String,
}

/// The doc string of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocString {
    /// Where its first delimiter stands.
    pub location: Location,
    /// From the first delimiter to the end of the last one.
    pub range: TextRange,
    /// `"""` or three backticks.
    pub delimiter: &'static str,
    /// What follows the first delimiter.
    pub media_type: Option<String>,
    /// The text, less the indent of the first delimiter.
    pub content: String,
}

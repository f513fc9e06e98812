//! JUnit's XML: suites of cases, as everything that shows tests reads it. There is no standard; what is written here is what
//! the schema of Jenkins knows, and of more than that only what the caller gives.

use std::{
    fmt::{self, Display, Formatter},
    io,
};

/// A document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// What it is about.
    pub name: String,
    /// Its suites.
    pub suites: Vec<Suite>,
}

/// A suite.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suite {
    /// Its name.
    pub name: String,
    /// Names and values.
    pub properties: Vec<(&'static str, String)>,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it belongs to.
    pub class: String,
    /// Its name.
    pub name: String,
    /// The file where it is, and the line.
    pub place: Option<(String, u32)>,
    /// Names and values. Schemas know none at cases, readers do.
    pub properties: Vec<(&'static str, String)>,
    /// What came of it.
    pub outcome: Outcome,
    /// What else there is to say; empty if nothing.
    pub output: String,
}

/// What came of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It did not run.
    Skipped {
        /// Why.
        message: String,
    },
    /// It failed.
    Failed {
        /// What kind of failure it is.
        kind: String,
        /// What failed, in a line.
        message: String,
        /// All there is to say.
        details: String,
    },
    /// It could not run.
    Error {
        /// What kind of error it is.
        kind: String,
        /// What went wrong, in a line.
        message: String,
        /// All there is to say.
        details: String,
    },
}

impl Document {
    /// Writes it.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        write!(out, "{self}")
    }
}

impl Display for Document {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let all = Counts::of(self.suites.iter().flat_map(|suite| &suite.cases));
        // A sum of what was skipped is in no schema.
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<testsuites name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
            Escaped(&self.name),
            all.tests,
            all.failures,
            all.errors
        )?;
        self.suites.iter().try_for_each(|it| suite(it, out))?;
        writeln!(out, "</testsuites>")
    }
}

fn suite(suite: &Suite, out: &mut Formatter<'_>) -> fmt::Result {
    let counts = Counts::of(&suite.cases);
    writeln!(
        out,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">",
        Escaped(&suite.name),
        counts.tests,
        counts.failures,
        counts.errors,
        counts.skipped
    )?;
    properties(&suite.properties, 4, out)?;
    suite.cases.iter().try_for_each(|it| case(it, out))?;
    writeln!(out, "  </testsuite>")
}

fn case(case: &Case, out: &mut Formatter<'_>) -> fmt::Result {
    let (class, name) = (Escaped(&case.class), Escaped(&case.name));
    write!(out, "    <testcase classname=\"{class}\" name=\"{name}\"")?;
    if let Some((file, line)) = &case.place {
        write!(out, " file=\"{}\" line=\"{line}\"", Escaped(file))?;
    }
    let is_empty = case.properties.is_empty() && case.output.is_empty();
    if is_empty && case.outcome == Outcome::Passed {
        return writeln!(out, "/>");
    }
    writeln!(out, ">")?;
    properties(&case.properties, 6, out)?;
    let fault = |out: &mut Formatter<'_>, element, kind, message, details| {
        let (kind, message, details) = (Escaped(kind), Escaped(message), Escaped(details));
        writeln!(
            out,
            "      <{element} type=\"{kind}\" message=\"{message}\">{details}</{element}>"
        )
    };
    match &case.outcome {
        Outcome::Passed => {}
        Outcome::Skipped { message } => {
            writeln!(out, "      <skipped>{}</skipped>", Escaped(message))?;
        }
        Outcome::Failed {
            kind,
            message,
            details,
        } => fault(out, "failure", kind, message, details)?,
        Outcome::Error {
            kind,
            message,
            details,
        } => fault(out, "error", kind, message, details)?,
    }
    if !case.output.is_empty() {
        let output = Escaped(&case.output);
        writeln!(out, "      <system-out>{output}</system-out>")?;
    }
    writeln!(out, "    </testcase>")
}

fn properties(
    properties: &[(&'static str, String)],
    indent: usize,
    out: &mut Formatter<'_>,
) -> fmt::Result {
    if properties.is_empty() {
        return Ok(());
    }
    writeln!(out, "{:indent$}<properties>", "")?;
    for (name, value) in properties {
        let value = Escaped(value);
        writeln!(
            out,
            "{:indent$}  <property name=\"{name}\" value=\"{value}\"/>",
            ""
        )?;
    }
    writeln!(out, "{:indent$}</properties>", "")
}

#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn of<'c>(cases: impl IntoIterator<Item = &'c Case>) -> Counts {
        let mut counts = Counts::default();
        for case in cases {
            counts.tests += 1;
            match case.outcome {
                Outcome::Passed => {}
                Outcome::Skipped { .. } => counts.skipped += 1,
                Outcome::Failed { .. } => counts.failures += 1,
                Outcome::Error { .. } => counts.errors += 1,
            }
        }
        counts
    }
}

/// A text in XML, between tags or quotes. What XML cannot hold at all becomes a replacement character.
struct Escaped<'t>(&'t str);

impl Display for Escaped<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        use fmt::Write;

        for character in self.0.chars() {
            match character {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\n' => out.write_str("&#10;")?,
                '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.write_char('\u{fffd}')?,
                _ => out.write_char(character)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_counted_by_what_came_of_them() {
        let fault = || {
            (
                "k".to_owned(),
                "m <&> \"\u{1}".to_owned(),
                "a\nb".to_owned(),
            )
        };
        let ((kind, message, details), (other, again, more)) = (fault(), fault());
        let outcomes = [
            Outcome::Passed,
            Outcome::Skipped {
                message: "idle".to_owned(),
            },
            Outcome::Failed {
                kind,
                message,
                details,
            },
            Outcome::Error {
                kind: other,
                message: again,
                details: more,
            },
        ];
        let cases = outcomes.into_iter().enumerate().map(|(row, outcome)| Case {
            class: "c".to_owned(),
            name: format!("case {row}"),
            place: (row == 0).then(|| ("a b.rs".to_owned(), 7)),
            properties: Vec::new(),
            outcome,
            output: String::new(),
        });
        let suites = vec![Suite {
            name: "s".to_owned(),
            properties: vec![("p", "v".to_owned())],
            cases: cases.collect(),
        }];
        let document = Document {
            name: "d".to_owned(),
            suites,
        };
        assert_eq!(
            document.to_string(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites name=\"d\" tests=\"4\" failures=\"1\" errors=\"1\">
  <testsuite name=\"s\" tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\">
    <properties>
      <property name=\"p\" value=\"v\"/>
    </properties>
    <testcase classname=\"c\" name=\"case 0\" file=\"a b.rs\" line=\"7\"/>
    <testcase classname=\"c\" name=\"case 1\">
      <skipped>idle</skipped>
    </testcase>
    <testcase classname=\"c\" name=\"case 2\">
      <failure type=\"k\" message=\"m &lt;&amp;&gt; &quot;\u{fffd}\">a&#10;b</failure>
    </testcase>
    <testcase classname=\"c\" name=\"case 3\">
      <error type=\"k\" message=\"m &lt;&amp;&gt; &quot;\u{fffd}\">a&#10;b</error>
    </testcase>
  </testsuite>
</testsuites>
"
        );
    }
}

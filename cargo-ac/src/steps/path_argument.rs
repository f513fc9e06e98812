//! The path that features are read from, out of the tokens of a call such as `World::run("tests/features")`.

use govern_workspace::join_inside;
use text_size::TextSize;

use crate::rust::lex::{Kind, Lexer, Token};

/// A path in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Written {
    /// A path relative to the directory of the package.
    Whole(String),
    /// What stands behind a folder that is not known.
    End(String),
}

/// What may stand around the texts that make up a path without changing it.
const AROUND: [&str; 24] = [
    "PathBuf",
    "Path",
    "std",
    "path",
    "new",
    "from",
    "concat",
    "join",
    "to_owned",
    "to_string",
    "to_path_buf",
    "into",
    "as_path",
    "to_str",
    "as_ref",
    "as_str",
    "clone",
    "String",
    "mut",
    "canonicalize",
    "unwrap",
    "expect",
    "display",
    "format",
];

/// The folder of the package.
const PACKAGE: &str = "/";

/// How many variables are followed.
const VARIABLES: usize = 8;

/// What starts a run at the end of a chain of calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Started<'a> {
    /// Its first argument.
    pub(super) argument: Vec<Token<'a>>,
    /// Whether steps or a parser are given to it on the way.
    pub(super) custom: bool,
}

/// What follows `World::run` or `World::cucumber` in the text. None if the chain of calls does not end in a run.
pub(super) fn started<'a>(text: &'a str, at: TextSize, runs: bool) -> Option<Started<'a>> {
    let rest = text.get(usize::from(at)..)?;
    let mut tokens = Lexer::new(rest, at)
        .filter(|token| token.kind != Kind::Comment)
        .peekable();
    let (mut custom, mut gives) = (false, false);
    let mut runs = runs;
    loop {
        // Type arguments stand between a name and its brackets.
        while tokens.peek().is_some_and(|token| token.text != "(") {
            let token = tokens.next()?;
            if matches!(token.text, ";" | "{" | "}" | ")" | "," | ".") {
                return None;
            }
        }
        let argument = first_argument(&mut tokens);
        custom |= gives && !is_collection(&argument);
        if runs {
            return Some(Started { argument, custom });
        }
        let mut dot = tokens.next()?;
        while matches!(dot.text, "?") {
            dot = tokens.next()?;
        }
        let name = tokens.next()?;
        if dot.text != "." {
            return None;
        }
        gives = matches!(
            name.text,
            "steps" | "given" | "when" | "then" | "with_parser" | "with_runner"
        );
        runs = matches!(
            name.text,
            "run" | "run_and_exit" | "filter_run" | "filter_run_and_exit"
        );
    }
}

/// Whether an argument is `World::collection()`: all steps of the world, which it has anyway.
fn is_collection(argument: &[Token<'_>]) -> bool {
    let texts: Vec<&str> = argument.iter().map(|token| token.text).collect();
    texts.ends_with(&["collection", "(", ")"])
        && texts.iter().filter(|&&text| text == "(").count() == 1
}

/// The first of the arguments in the brackets that begin here; behind them afterwards.
fn first_argument<'a>(tokens: &mut impl Iterator<Item = Token<'a>>) -> Vec<Token<'a>> {
    let mut argument = Vec::new();
    let (mut depth, mut first) = (0usize, true);
    for token in tokens.by_ref() {
        match token.text {
            "(" | "[" | "{" if token.kind == Kind::Sign => depth += 1,
            ")" | "]" | "}" if token.kind == Kind::Sign => depth = depth.saturating_sub(1),
            "," if depth == 1 => first = false,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if first {
            argument.push(token);
        }
    }
    // The bracket.
    argument.drain(..1.min(argument.len()));
    argument
}

/// The path that some tokens stand for. `body` is the text around, in which variables are set.
pub(super) fn path(argument: &[Token<'_>], body: &str) -> Option<Written> {
    let parts = evaluate(argument, body, VARIABLES)?;
    let unknown = parts.iter().rposition(Option::is_none);
    let known: Vec<&str> = parts[unknown.map_or(0, |at| at + 1)..]
        .iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if unknown.is_some() {
        // What leads up again leads to who knows where.
        let end = join_inside("", &known.join("/")).filter(|end| !end.is_empty());
        return end.map(Written::End);
    }
    // An absolute path is no path of the package, unless that is what it begins with.
    match known.as_slice() {
        [] => None,
        [PACKAGE, rest @ ..] => Some(Written::Whole(rest.join("/"))),
        [first, ..] if first.starts_with('/') => None,
        parts => Some(Written::Whole(parts.join("/"))),
    }
}

/// The parts of a path; none for one that is not known.
fn evaluate(tokens: &[Token<'_>], body: &str, depth: usize) -> Option<Vec<Option<String>>> {
    let mut parts: Vec<Option<String>> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = |by: usize| tokens.get(at + by).map(|token| token.text);
        match token.kind {
            Kind::Literal(Some(text)) if text.contains('\\') => return None,
            // Whatever is filled in, it is in this folder.
            Kind::Literal(Some(text)) if text.contains('{') => {
                let folder = text
                    .split('{')
                    .next()
                    .and_then(|start| start.rsplit_once('/'))?;
                parts.push(Some(folder.0.to_owned()));
                return Some(parts);
            }
            // A message of `expect` is no part.
            Kind::Literal(Some(_)) if at >= 2 && tokens[at - 2].text == "expect" => {}
            Kind::Literal(Some(text)) => parts.push(Some(text.to_owned())),
            Kind::Literal(None) => return None,
            Kind::Word if token.text == "env" && next(1) == Some("!") => {
                let name = tokens.get(at + 3)?;
                if name.kind != Kind::Literal(Some("CARGO_MANIFEST_DIR")) {
                    return None;
                }
                parts.push(Some(PACKAGE.to_owned()));
                at += 4;
            }
            Kind::Word if AROUND.contains(&token.text) => {}
            // What stands in for it if there is none.
            Kind::Word if token.text.starts_with("unwrap_or") => at += in_brackets(&tokens[at..]),
            Kind::Word if next(1) == Some("(") || next(1) == Some("!") => return None,
            Kind::Word => {
                let value = variable(token.text, body).filter(|_| depth > 0);
                match value.and_then(|value| evaluate(&value, body, depth - 1)) {
                    Some(value) => parts.extend(value),
                    None => parts.push(None),
                }
            }
            Kind::Sign if matches!(token.text, "(" | ")" | ":" | "!" | "," | "&" | "." | "?") => {}
            Kind::Sign | Kind::Comment => return None,
        }
        at += 1;
    }
    Some(parts)
}

/// How many tokens follow a name up to the bracket that closes its arguments.
fn in_brackets(tokens: &[Token<'_>]) -> usize {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(1) {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

/// What a variable or a constant is set to: what follows `let name = ` or `const NAME: … = `, if it is set once.
fn variable<'a>(name: &str, body: &'a str) -> Option<Vec<Token<'a>>> {
    let tokens: Vec<Token<'_>> = Lexer::new(body, TextSize::new(0))
        .filter(|token| token.kind != Kind::Comment)
        .collect();
    let declares = |at: usize| {
        let before = at.checked_sub(1).map(|at| tokens[at].text);
        tokens[at].text == name && matches!(before, Some("let" | "mut" | "const" | "static"))
    };
    let mut places = (0..tokens.len()).filter(|&at| declares(at));
    let at = places.next()?;
    if places.next().is_some() {
        return None;
    }
    let end = (at..tokens.len()).find(|&at| tokens[at].text == ";")?;
    let from = (at..end).find(|&at| tokens[at].text == "=")?;
    Some(tokens[from + 1..end].to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read by the run at the first `World::` of a text.
    fn reads(text: &str) -> Option<(String, bool)> {
        let at = text.find("World::").expect("a run") + "World::".len();
        let name = &text[at..];
        let (length, runs) = if name.starts_with("run") {
            ("run".len(), true)
        } else {
            ("cucumber".len(), false)
        };
        let at = TextSize::try_from(at + length).expect("a short text");
        let started = started(text, at, runs)?;
        let path = match path(&started.argument, text)? {
            Written::Whole(path) => join_inside("crates/a", &path)?,
            Written::End(path) => format!("…/{path}"),
        };
        Some((path, started.custom))
    }

    fn path_of(text: &str) -> Option<String> {
        reads(text).map(|(path, _)| path)
    }

    #[test]
    fn paths_are_relative_to_the_package() {
        let is =
            |text: &str, path: &str| assert_eq!(path_of(text).as_deref(), Some(path), "{text}");
        is(
            "World::run(\"tests/features/\").await;",
            "crates/a/tests/features",
        );
        is("World::run(\"./tests\").await;", "crates/a/tests");
        is("World::run(\"..\").await;", "crates");
        is(
            "World::cucumber::<&str>().max(4).before(|_, w| { w.run(); }).run_and_exit(\"f\");",
            "crates/a/f",
        );
        is(
            "let folder = PathBuf::from(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/../specs\"));\nWorld::cucumber().run(folder.clone()).await;",
            "crates/specs",
        );
        is(
            "World::cucumber().filter_run(Path::new(env!(\"CARGO_MANIFEST_DIR\")).join(\"..\").join(\"f\"), |_, _, _| true)",
            "crates/f",
        );
        is(
            "World::run(format!(\"features/{x}.feature\"))",
            "crates/a/features",
        );
        is(
            "const F: &str = \"features\"; // here\nWorld::run(F)",
            "crates/a/features",
        );
    }

    #[test]
    fn of_some_paths_only_the_end_is_known() {
        let text = "let root = env::var(\"ROOT\").map(f).unwrap();\nlet features = root.join(\"specs/features\");\nWorld::cucumber().filter_run(features.to_str().unwrap_or(\"x\"), f)";
        assert_eq!(path_of(text).as_deref(), Some("…/specs/features"));
        assert_eq!(
            path_of("World::run(root.join(\"./a/../b\"))").as_deref(),
            Some("…/b")
        );
    }

    #[test]
    fn what_is_not_known_is_not_guessed() {
        for text in [
            "World::run(folder)",
            "World::run(folder.join(\"..\"))",
            "World::run(folder(\"a\"))",
            "World::run(\"/srv/features\")",
            "World::run(format!(\"{x}/features\"))",
            "let f = \"a\"; let f = \"b\"; World::run(f)",
            "World::run(std::env::var(\"F\").unwrap())",
            "World::run(\"../../../x\")",
            "let world = World::cucumber(); world.run(\"a\")",
            "World::cucumber",
            "let a = b; let b = a; World::run(a)",
        ] {
            assert_eq!(path_of(text), None, "{text}");
        }
    }

    #[test]
    fn steps_that_are_given_otherwise_are_seen() {
        let custom = |text: &str| reads(text).map(|(_, custom)| custom);
        assert_eq!(
            custom("World::cucumber().steps(World::collection().given(a)).run(\"a\")"),
            Some(true)
        );
        assert_eq!(
            custom("World::cucumber().steps(World::collection()).run(\"a\")"),
            Some(false)
        );
        assert_eq!(custom("World::cucumber().run(\"a\")"), Some(false));
    }
}

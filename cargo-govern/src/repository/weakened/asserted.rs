//! What tests assert, and when one assertion says less than another. Only what is so by the form of both is known: that somebody meant
//! something else is for readers.

use cargo_ac::rust::vain;
use govern_facts::{Edition, plain_tokens};

/// An assertion: what it claims, and how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assertion {
    claim: Claim,
    /// Whether it holds only where debug assertions are on.
    in_debug: bool,
    /// Why it cannot fail.
    hollow: Option<&'static str>,
    /// As it is written, on one line.
    pub(super) shown: String,
}

type Tokens = Vec<String>;

/// What is claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Claim {
    /// All of these.
    All(Vec<Claim>),
    /// One of these.
    Any(Vec<Claim>),
    /// Two values, and `==`, `!=`, `<`, `<=`, `>` or `>=`.
    Compared(Tokens, String, Tokens),
    /// A value, and the pattern that it fits.
    Fits(Tokens, Tokens),
    /// Something that holds: of a value that is asked a question, the value, the question and what it is asked with.
    Asked(Tokens, String, Tokens),
    /// The same does not hold.
    Not(Box<Claim>),
    /// Anything else.
    Holds(Tokens),
}

/// Questions of the standard library whose answer follows from what a value is, and says less.
const QUESTIONS: [&str; 8] = [
    "contains",
    "contains_key",
    "ends_with",
    "is_empty",
    "is_err",
    "is_ok",
    "is_some",
    "starts_with",
];

/// Macros that assertions are made of.
const MACROS: [&str; 5] = [
    "assert",
    "assert_eq",
    "assert_matches",
    "assert_ne",
    "matches",
];

/// Whether a call, as it stands in the list of what a test calls, is a part of an assertion, and nothing that shows something by itself.
pub(super) fn is_part(call: &str) -> bool {
    let name = call.trim_end_matches('!');
    let question = call.strip_prefix('.');
    MACROS.contains(&plain(name))
        || question.is_some_and(|it| it == "len" || QUESTIONS.contains(&it))
}

/// The name of a macro without what it has before that of the standard library.
pub(super) fn plain(name: &str) -> &str {
    name.trim_start_matches("debug_")
        .trim_start_matches("prop_")
}

impl Assertion {
    /// Reads the call of a macro, by its name and its arguments, brackets included.
    pub(super) fn new(name: &str, args: &str) -> Assertion {
        let tokens = tokens(args);
        let inside = match tokens.len() {
            0 | 1 => &[][..],
            length => &tokens[1..length - 1],
        };
        let parts: Vec<Tokens> = split(inside, ",")
            .into_iter()
            .map(<[String]>::to_vec)
            .collect();
        let in_debug = name.starts_with("debug_");
        let plain = plain(name);
        let compared = |sign: &str| match &parts[..] {
            [left, right, ..] => {
                Claim::Compared(bare(left).to_vec(), sign.to_owned(), bare(right).to_vec())
            }
            _ => Claim::Holds(tokens.clone()),
        };
        let claim = match (plain, &parts[..]) {
            ("assert", [condition, ..]) => Claim::of(condition),
            ("assert_eq", _) => compared("=="),
            ("assert_ne", _) => compared("!="),
            ("assert_matches", [value, pattern, ..]) => {
                Claim::Fits(bare(value).to_vec(), pattern.clone())
            }
            _ => Claim::Holds([vec![name.to_owned()], tokens.clone()].concat()),
        };
        let shown = format!(
            "{name}!{}",
            args.split_whitespace().collect::<Vec<_>>().join(" ")
        );
        Assertion {
            claim,
            in_debug,
            hollow: vain(plain, args),
            shown,
        }
    }

    /// Whether it claims the same.
    pub(super) fn is_same(&self, other: &Assertion) -> bool {
        self.in_debug == other.in_debug && self.claim == other.claim
    }

    /// Whether it surely says less than another did, of the same value.
    pub(super) fn is_weaker(&self, than: &Assertion) -> bool {
        if self.in_debug != than.in_debug {
            return self.in_debug && than.claim.implies(&self.claim);
        }
        than.claim.implies(&self.claim) && !self.claim.implies(&than.claim)
    }
}

/// Assertions of before with what became weaker of them: none, if something else is asserted now that was not.
pub(super) fn weaker<'b, 'n>(
    before: &'b [Assertion],
    now: &'n [Assertion],
) -> Vec<(&'b Assertion, &'n Assertion)> {
    let mut gone: Vec<&Assertion> = before.iter().collect();
    let mut new: Vec<&Assertion> = Vec::new();
    for is in now {
        match gone.iter().position(|was| was.is_same(is)) {
            Some(at) => {
                gone.remove(at);
            }
            None => new.push(is),
        }
    }
    let mut pairs = Vec::new();
    for is in new {
        let Some(at) = gone.iter().position(|was| is.is_weaker(was)) else {
            return Vec::new();
        };
        pairs.push((gone.remove(at), is));
    }
    pairs
}

/// Assertions of now that cannot fail, with the reason, where others could before: none, if as many can fail as before.
pub(super) fn hollowed<'n>(
    before: &[Assertion],
    now: &'n [Assertion],
) -> Vec<(&'static str, &'n Assertion)> {
    let can_fail = |all: &[Assertion]| all.iter().filter(|it| it.hollow.is_none()).count();
    let fewer = can_fail(before).saturating_sub(can_fail(now));
    let new = now
        .iter()
        .filter(|is| !before.iter().any(|was| was.is_same(is)));
    let hollow = new.filter_map(|is| Some((is.hollow?, is)));
    hollow.take(fewer).collect()
}

impl Claim {
    fn of(condition: &[String]) -> Claim {
        let condition = bare(condition);
        let any = split(condition, "||");
        if any.len() > 1 {
            return Claim::Any(any.into_iter().map(Claim::of).collect());
        }
        let all = split(condition, "&&");
        if all.len() > 1 {
            return Claim::All(all.into_iter().map(Claim::of).collect());
        }
        for sign in ["==", "!=", "<=", ">=", "<", ">"] {
            if let [left, right] = split(condition, sign)[..]
                && !left.is_empty()
                && !right.is_empty()
            {
                return Claim::Compared(bare(left).to_vec(), sign.to_owned(), bare(right).to_vec());
            }
        }
        let texts: Vec<&str> = condition.iter().map(String::as_str).collect();
        match &texts[..] {
            ["!", ..] => Claim::Not(Box::new(Claim::of(&condition[1..]))),
            ["matches", "!", open, .., _] if *open == "(" => {
                let parts = split(&condition[3..condition.len() - 1], ",");
                match parts[..] {
                    [value, pattern] => Claim::Fits(bare(value).to_vec(), pattern.to_vec()),
                    _ => Claim::Holds(condition.to_vec()),
                }
            }
            _ => Claim::asked(condition),
        }
    }

    /// `a.b(c)`: its parts.
    fn asked(condition: &[String]) -> Claim {
        let holds = || Claim::Holds(condition.to_vec());
        if condition.last().is_none_or(|it| it != ")") {
            return holds();
        }
        let mut depth = 0usize;
        let open = condition.iter().rposition(|token| {
            match token.as_str() {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        });
        match open {
            Some(open) if open >= 3 && condition[open - 2] == "." => Claim::Asked(
                condition[..open - 2].to_vec(),
                condition[open - 1].clone(),
                condition[open + 1..condition.len() - 1].to_vec(),
            ),
            _ => holds(),
        }
    }

    /// Whether another holds wherever this one does. What cannot be told by the form of both does not count.
    fn implies(&self, other: &Claim) -> bool {
        if self == other || other.is_true() {
            return true;
        }
        match (self, other) {
            (_, Claim::All(all)) => all.iter().all(|it| self.implies(it)),
            (Claim::Any(any), _) => any.iter().all(|it| it.implies(other)),
            (_, Claim::Any(any)) => any.iter().any(|it| self.implies(it)),
            (Claim::All(all), _) => all.iter().any(|it| it.implies(other)),
            (Claim::Compared(left, sign, right), _) => {
                if self.bounds(other) {
                    return true;
                }
                sign == "==" && (determines(left, right, other) || determines(right, left, other))
            }
            (Claim::Fits(value, pattern), Claim::Fits(of, wider)) => {
                value == of && widens(pattern, wider)
            }
            (Claim::Asked(of, question, with), Claim::Asked(other, asked, about)) => {
                let is_part = matches!(question.as_str(), "starts_with" | "ends_with");
                of == other && with == about && is_part && asked == "contains"
            }
            _ => false,
        }
    }

    fn is_true(&self) -> bool {
        matches!(self, Claim::Holds(tokens) if tokens.len() == 1 && tokens[0] == "true")
    }

    /// Whether a comparison of the same two values follows from this one.
    fn bounds(&self, other: &Claim) -> bool {
        let (Claim::Compared(left, sign, right), Claim::Compared(a, looser, b)) = (self, other)
        else {
            return false;
        };
        let follows = match sign.as_str() {
            "==" => &["==", "<=", ">="][..],
            "<" => &["<", "<=", "!="],
            ">" => &[">", ">=", "!="],
            _ => return false,
        };
        (left, right) == (a, b) && follows.contains(&looser.as_str())
    }
}

/// Whether that a value is another one says what is claimed of it, and more.
fn determines(value: &Tokens, is: &Tokens, other: &Claim) -> bool {
    match other {
        // A bound, or a value that it is not: that has to hold of what it was.
        Claim::Compared(of, sign, bound) if of == value => match (number(is), number(bound)) {
            (Some(is), Some(bound)) => match sign.as_str() {
                "!=" => is != bound,
                "<" => is < bound,
                "<=" => is <= bound,
                ">" => is > bound,
                ">=" => is >= bound,
                _ => false,
            },
            _ => false,
        },
        // How many there are says nothing of what they are.
        Claim::Compared(of, _, _) => {
            let rest = of.strip_prefix(&value[..]).unwrap_or_default();
            rest == [".", "len", "(", ")"]
        }
        Claim::Fits(of, pattern) => of == value && widens(is, pattern),
        Claim::Asked(of, question, _) if of == value => match question.as_str() {
            // `Ok(())`, `None` and `[]` are all that they can be.
            "is_ok" | "is_err" | "is_some" => has_more_than_one_value(is),
            "is_empty" => false,
            question => QUESTIONS.contains(&question),
        },
        Claim::Not(not) => match &**not {
            Claim::Asked(of, question, _) => of == value && question == "is_empty",
            _ => false,
        },
        _ => false,
    }
}

/// A whole number that is written out.
fn number(tokens: &[String]) -> Option<i128> {
    match tokens {
        [only] => only.replace('_', "").parse().ok(),
        [sign, only] if sign == "-" => only.replace('_', "").parse::<i128>().ok().map(|it| -it),
        _ => None,
    }
}

/// Whether what stands in the brackets of `Ok(…)` may be something else, as far as its form says: no `()`, and no name alone, which
/// may be the only value of its type.
fn has_more_than_one_value(is: &[String]) -> bool {
    let open = is.iter().position(|it| it == "(");
    let (Some(open), Some(")")) = (open, is.last().map(String::as_str)) else {
        return false;
    };
    may_be_another(&is[open + 1..is.len() - 1])
}

fn may_be_another(inside: &[String]) -> bool {
    match inside {
        [] => false,
        [open, close] if open == "(" && close == ")" => false,
        [only] => {
            !only.starts_with(char::is_alphabetic) || matches!(only.as_str(), "true" | "false")
        }
        _ => true,
    }
}

/// Whether a pattern is another, or a value, with `_` or `..` in the place of one part of it.
fn widens(of: &[String], pattern: &[String]) -> bool {
    let same = of.iter().zip(pattern).take_while(|(a, b)| a == b).count();
    let (of, pattern) = (&of[same..], &pattern[same..]);
    let Some((hole, rest)) = pattern.split_first() else {
        return false;
    };
    if hole != "_" && hole != ".." {
        return false;
    }
    let Some(part) = of.strip_suffix(rest) else {
        return false;
    };
    let is_balanced = part
        .iter()
        .try_fold(0i32, |depth, token| match token.as_str() {
            "(" | "[" | "{" => Some(depth + 1),
            ")" | "]" | "}" => Some(depth - 1).filter(|it| *it >= 0),
            // Several parts: `_` stands for one.
            "," if depth == 0 && hole == "_" => None,
            _ => Some(depth),
        });
    is_balanced == Some(0) && may_be_another(part)
}

/// The tokens of a text, signs that belong together as one.
fn tokens(text: &str) -> Tokens {
    const PAIRS: [&str; 10] = ["==", "!=", "<=", ">=", "&&", "||", "::", "->", "=>", ".."];
    let mut tokens: Tokens = Vec::new();
    let mut end = None;
    for token in plain_tokens(text, Edition::E2024) {
        let start = token.extent.start;
        let joined = tokens.last().map(|last| format!("{last}{}", token.text));
        match joined {
            Some(joined) if end == Some(start) && PAIRS.contains(&joined.as_str()) => {
                if let Some(last) = tokens.last_mut() {
                    *last = joined;
                }
            }
            _ => tokens.push(token.text.to_owned()),
        }
        end = Some(token.extent.end);
    }
    tokens
}

/// What stands between the brackets around all of it, and behind `&`.
fn bare(tokens: &[String]) -> &[String] {
    match tokens {
        [first, rest @ ..] if first == "&" => bare(rest),
        [open, inside @ .., close] if open == "(" && close == ")" => {
            let mut depth = 1i32;
            for token in inside {
                match token.as_str() {
                    "(" => depth += 1,
                    ")" => depth -= 1,
                    // A tuple.
                    "," if depth == 1 => return tokens,
                    _ => {}
                }
                if depth == 0 {
                    return tokens;
                }
            }
            if inside.is_empty() {
                tokens
            } else {
                bare(inside)
            }
        }
        _ => tokens,
    }
}

/// The parts between a sign outside of brackets. What closures and blocks have inside is not taken apart.
fn split<'t>(tokens: &'t [String], sign: &str) -> Vec<&'t [String]> {
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0usize, 0);
    // Type arguments: `f::<Vec<u8>>()`.
    let mut angles = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "<" if angles > 0 || at > 0 && tokens[at - 1] == "::" => {
                angles += 1;
                depth += 1;
            }
            ">" if angles > 0 => {
                angles -= 1;
                depth = depth.saturating_sub(1);
            }
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            // `||` begins a closure where no value stands before it.
            "||" if sign == "||" && (at == from || tokens[at - 1] == "move") => {}
            token if depth == 0 && token == sign => {
                parts.push(&tokens[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    if from < tokens.len() || parts.is_empty() {
        parts.push(&tokens[from..]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::Assertion;

    fn read(text: &str) -> Assertion {
        let (name, args) = text.split_once('!').unwrap();
        Assertion::new(name, args)
    }

    #[track_caller]
    fn is_weaker(than: &str, is: &str) -> bool {
        read(is).is_weaker(&read(than))
    }

    #[test]
    fn what_says_less_is_weaker_and_not_the_other_way_round() {
        for (strong, weak) in [
            ("assert_eq!(reply, Ok(3))", "assert!(reply.is_ok())"),
            ("assert_eq!(Ok(3), reply)", "assert!(reply.is_ok())"),
            (
                "assert_eq!(f(1), Err(Error::Full { n: 1 }))",
                "assert!(f(1).is_err())",
            ),
            (
                "assert_eq!(f(1), Some(\"a\"))",
                "assert!(f(1).is_some(), \"why\")",
            ),
            (
                "assert_eq!(f::<Vec<u8>>(1), Ok(3))",
                "assert!(f::<Vec<u8>>(1).is_ok())",
            ),
            ("assert_eq!(a, b)", "assert!(a == b || true)"),
            ("assert!(a == b)", "assert!(a == b || c)"),
            ("assert_eq!(a, b)", "assert!(true)"),
            ("assert_eq!(a, 3)", "assert!(a >= 2)"),
            ("assert_eq!(a, 3)", "assert!(a >= 3)"),
            ("assert_eq!(a, 3)", "assert_ne!(a, 0)"),
            ("assert_eq!(a, 3)", "debug_assert_eq!(a, 3)"),
            ("assert!(a && b)", "assert!(a)"),
            ("assert!(a > 3)", "assert!(a >= 3)"),
            ("assert_eq!(text, \"a b\")", "assert!(text.contains(\"a\"))"),
            (
                "assert_eq!(text, \"a b\")",
                "assert!(text.starts_with(\"a\"))",
            ),
            (
                "assert!(text.starts_with(\"a\"))",
                "assert!(text.contains(\"a\"))",
            ),
            ("assert_eq!(list, [1, 2])", "assert_eq!(list.len(), 2)"),
            ("assert_eq!(list, [1, 2])", "assert!(!list.is_empty())"),
            ("assert_eq!(list, [1, 2])", "assert!(list.contains(&1))"),
            ("assert!(matches!(x, Ok(3)))", "assert!(matches!(x, Ok(_)))"),
            ("assert_eq!(x, Ok(3))", "assert!(matches!(x, Ok(_)))"),
            (
                "assert_matches!(x, Shape { a: 1, b: 2 })",
                "assert_matches!(x, Shape { a: 1, .. })",
            ),
            ("prop_assert_eq!(&a, &b)", "prop_assert!(a <= b)"),
        ] {
            assert!(is_weaker(strong, weak), "{strong} -> {weak}");
            assert!(!is_weaker(weak, strong), "{weak} -> {strong}");
        }
    }

    #[test]
    fn what_says_the_same_or_something_else_is_not_weaker() {
        for (was, is) in [
            ("assert_eq!(a, b)", "assert!(a == b)"),
            ("assert!(a == b)", "assert_eq!(a, b, \"why\")"),
            ("assert_eq!(a, b)", "assert_eq!(a, c)"),
            ("assert_eq!(a, b)", "assert!(c.is_ok())"),
            ("assert_eq!(a, b)", "assert_eq!((a), &b)"),
            // All that it can be.
            ("assert_eq!(reply, Ok(()))", "assert!(reply.is_ok())"),
            ("assert_eq!(reply, Err(Closed))", "assert!(reply.is_err())"),
            (
                "assert_eq!(reply, Ok(()))",
                "assert!(matches!(reply, Ok(_)))",
            ),
            ("assert_eq!(reply, None)", "assert!(reply.is_none())"),
            ("assert_eq!(list, [])", "assert!(list.is_empty())"),
            ("assert_eq!(x, None)", "assert!(matches!(x, None))"),
            // The opposite.
            ("assert_eq!(a, b)", "assert!(a != b)"),
            ("assert_eq!(a, 3)", "assert_ne!(a, 3)"),
            ("assert_eq!(a, 3)", "assert!(a > 7)"),
            ("assert_eq!(a, b)", "assert!(a > c)"),
            // Questions that nobody knows.
            ("assert_eq!(a, b)", "assert!(a.is_good())"),
            ("assert!(a.is_ok())", "assert_eq!(a, Ok(3))"),
            ("assert!(a || b)", "assert!(a)"),
            ("assert!(f(|| a))", "assert!(f(|| b))"),
            ("assert!(x.any(|x| x || y))", "assert!(x.any(|x| x))"),
            ("assert_eq!(f::<u8>(a), 3)", "assert_eq!(f::<u8>(a), 3)"),
            ("check!(a)", "check!(b)"),
            ("assert!()", "assert!(x)"),
        ] {
            assert!(!is_weaker(was, is), "{was} -> {is}");
        }
    }
}

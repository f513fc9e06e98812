//! Expands `macro_rules!` calls among the items of a file, so that types they make can be seen.
//!
//! Only macros of the same file; a call that cannot be expanded stays as it is, and what it makes stays unknown.

use govern_facts::{Edition, FileFacts, ItemKind, MacroPosition, MacroRules, extract};

/// How often the result is looked at again for further calls.
const ROUNDS: usize = 8;
/// A text that grows beyond this is given up.
const LONGEST: usize = 4 << 20;

/// The text with its calls expanded; none if there was nothing to expand.
pub(crate) fn expand(text: &str, facts: &FileFacts, edition: Edition) -> Option<String> {
    let mut expanded = expand_once(text, facts, edition)?;
    for _ in 1..ROUNDS {
        let (facts, _) = extract(&expanded, edition);
        match expand_once(&expanded, &facts, edition) {
            Some(next) if next.len() <= LONGEST => expanded = next,
            _ => break,
        }
    }
    Some(expanded)
}

fn expand_once(text: &str, facts: &FileFacts, edition: Edition) -> Option<String> {
    let mut result = String::new();
    let mut at = 0;
    for call in &facts.macro_calls {
        let segments: Vec<&str> = facts.segments(facts.path(call.path).segments).collect();
        let start = call.extent.start as usize;
        if call.position != MacroPosition::Item || start < at {
            continue;
        }
        let [name] = segments.as_slice() else {
            continue;
        };
        let Some(expansion) = expand_call(text, facts, name, call.args, edition) else {
            continue;
        };
        result.push_str(text.get(at..start)?);
        result.push_str(&expansion);
        at = call.extent.end as usize;
        // A semicolon behind the call belongs to it.
        let rest = text.get(at..)?;
        let trimmed = rest.trim_start();
        if trimmed.starts_with(';') {
            at += rest.len() - trimmed.len() + 1;
        }
    }
    if at == 0 {
        return None;
    }
    result.push_str(text.get(at..)?);
    Some(result)
}

fn expand_call(
    text: &str,
    facts: &FileFacts,
    name: &str,
    args: govern_facts::Extent,
    edition: Edition,
) -> Option<String> {
    // The last definition in front of the call, in the text.
    let definition = facts.items.iter().rfind(|item| {
        matches!(item.kind, ItemKind::MacroRules { .. })
            && facts.text(item.name) == name
            && item.extent.end <= args.start
    })?;
    let definition = text.get(definition.extent.start as usize..definition.extent.end as usize)?;
    let args = text.get(args.start as usize..args.end as usize)?;
    let rules = MacroRules::parse(definition, edition)?;
    let expansion = rules.expand(args, edition, "crate").ok()?;
    Some(format!("\n{expansion}\n"))
}

#[cfg(test)]
mod tests {
    use super::expand;
    use govern_facts::{Edition, extract};

    fn expanded(text: &str) -> Option<String> {
        let (facts, errors) = extract(text, Edition::E2021);
        assert_eq!(errors, [], "{text}");
        let result = expand(text, &facts, Edition::E2021)?;
        let (_, errors) = extract(&result, Edition::E2021);
        assert_eq!(errors, [], "{result}");
        Some(result.split_whitespace().collect())
    }

    #[test]
    fn fields_of_a_struct() {
        let text =
            "macro_rules! event { ($(#[$m:meta])* $name:ident { $($f:ident : $t:ty),* $(,)? }) => {
            #[derive(Debug)] $(#[$m])* pub struct $name { $(pub $f: $t),* } }; }
            event!(#[serde(x = \"y\")] Order { id: u64, lines: Vec<(u8, String)>, });";
        let result = expanded(text).expect("the call can be expanded");
        let expected =
            "#[derive(Debug)]#[serde(x=\"y\")]pubstructOrder{pubid:u64,publines:Vec<(u8,String)>}";
        assert!(result.ends_with(expected), "{result}");
    }

    #[test]
    fn a_macro_that_calls_another() {
        let text = "macro_rules! inner { ($n:ident, $t:ty) => { struct $n($t); } }
            macro_rules! outer { ($($n:ident => $t:ty;)+) => { $(inner!($n, $t);)+ } }
            outer! { A => u8; B => Option<u16>; }";
        let result = expanded(text).expect("the call can be expanded");
        assert!(
            result.contains("structA(u8);") && result.contains("structB(Option<u16>);"),
            "{result}"
        );
    }

    #[test]
    fn rules_are_tried_in_order_and_misses_stay() {
        let text =
            "macro_rules! m { (a) => { struct A; }; ($x:ident) => { struct $x; } } m!(a); m!(B);";
        let result = expanded(text).expect("the calls can be expanded");
        assert!(
            result.contains("structA;") && result.contains("structB;"),
            "{result}"
        );
        assert_eq!(
            expanded("macro_rules! m { (a) => { struct A; } } m!(b);"),
            None
        );
        assert_eq!(expanded("other!(b);"), None);
    }
}

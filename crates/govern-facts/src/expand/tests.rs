//! What macros expand to, and what is added to the facts of their callers.

use super::{Absorber, MacroRules, NotExpanded};
use crate::{Edition, FileFacts, ItemKind, MacroBody, MacroCallId, MetaValue, extract};

const EDITION: Edition = Edition::E2021;

/// The words of an expansion, one space between them.
fn expanded(rules: &str, args: &str) -> Result<String, NotExpanded> {
    let definition = format!("macro_rules! m {{ {rules} }}");
    let rules = MacroRules::parse(&definition, EDITION).expect("it is a definition");
    let text = rules.expand(args, EDITION, "crate")?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[track_caller]
fn check(rules: &str, args: &str, expected: &str) {
    let expansion = expanded(rules, args).map(|text| text.replace(' ', ""));
    assert_eq!(expansion, Ok(expected.replace(' ', "")), "{rules}");
}

#[test]
fn fragments() {
    for (fragment, taken) in [
        ("ident", "r#type"),
        ("ident", "self"),
        ("lifetime", "'a"),
        ("literal", "-1.5"),
        ("literal", "b\"x\""),
        ("literal", "true"),
        ("tt", "{ a, b }"),
        ("tt", "=>"),
        ("tt", "::"),
        ("vis", ""),
        ("vis", "pub(in crate::a)"),
        ("block", "{ f() }"),
        ("ty", "HashMap<K, Vec<(u8, [V; 2])>>"),
        ("ty", "&'a dyn Fn(A) -> B"),
        ("path", "a::b::<C>::d"),
        ("expr", "if a { b } else { c(1, 2)? }"),
        ("expr", "|x| x + 1"),
        ("expr_2021", "t.0.1"),
        ("stmt", "let x = 1"),
        ("item", "pub struct S<T> where T: U { a: T }"),
        ("item", "#[a] fn f() {}"),
        ("meta", "serde(rename = \"x\")"),
        ("pat", "A | B(_, ..)"),
        ("pat_param", "Some(x)"),
    ] {
        check(
            &format!("($x:{fragment}) => {{ $x }}"),
            &format!("({taken})"),
            taken,
        );
        // The parser takes a semicolon for a mistake of the item before it.
        if fragment == "item" {
            continue;
        }
        let args = format!("[{taken} ; rest]");
        check(&format!("($x:{fragment} ; rest) => {{ $x }}"), &args, taken);
    }
    for (fragment, other) in [
        ("ident", "_"),
        ("ident", "1"),
        ("literal", "x"),
        ("block", "x"),
        ("ty", "1"),
        ("expr", "let"),
        ("item", "x"),
        ("pat_param", "A | B"),
        ("tt", "a b"),
        ("vis", "pub (A, B)"),
    ] {
        let rule = format!("($x:{fragment}) => {{ $x }}");
        assert_eq!(
            expanded(&rule, &format!("({other})")),
            Err(NotExpanded::NoRule),
            "{other}"
        );
    }
}

#[test]
fn fragments_longer_than_what_the_parser_is_shown_first() {
    let long = format!("[{}]", ["a + b"; 400].join(", "));
    check(
        "($x:expr, $y:ident) => { $y $x }",
        &format!("({long}, z)"),
        &format!("z {long}"),
    );
}

#[test]
fn repetitions() {
    let rule = "($($x:ident),* $(,)?) => { $(f $x;)* }";
    check(rule, "()", "");
    check(rule, "(a)", "f a ;");
    check(rule, "(a, b,)", "f a ; f b ;");
    check("($($x:ident)=>+) => { $($x)::+ }", "(a => b)", "a :: b");
    assert_eq!(
        expanded("($($x:ident)+) => {}", "()"),
        Err(NotExpanded::NoRule)
    );
    check("($(a b)* a c) => { yes }", "(a b a b a c)", "yes");
    check(
        "($a:ident $(: $b:ty)?) => { $a $(-> $b)? }",
        "(x: u8)",
        "x -> u8",
    );
}

#[test]
fn repetitions_in_repetitions() {
    let rule = "($t:ident: $($x:ident { $($y:ident = $z:literal),* })*) => { $($(impl $t for $x::$y = $z;)*)* }";
    check(
        rule,
        "{T: A { a = 1, b = 2 } B {} C { c = 3 }}",
        "impl T for A ::a = 1 ; impl T for A ::b = 2 ; impl T for C ::c = 3 ;",
    );
    // Variables that are repeated together have as many rounds.
    let rule = "($($x:ident)*; $($y:ident)*) => { $($x = $y;)* }";
    check(rule, "(a b; c d)", "a = c ; b = d ;");
    assert_eq!(expanded(rule, "(a b; c)"), Err(NotExpanded::Transcription));
}

#[test]
fn the_first_rule_that_fits() {
    let rules = "(@one $x:ident) => { one $x }; ($x:ident) => { two $x }; ($($x:tt)*) => { m!(@one $($x)*); }";
    check(rules, "(@one a)", "one a");
    check(rules, "(a)", "two a");
    check(rules, "(a b)", "m!(@one a b);");
}

#[test]
fn dollars_that_are_no_variables() {
    check("() => { use $crate::a; }", "()", "use crate ::a ;");
    check(
        "($n:ident) => { macro_rules! $n { ($x:expr) => { $x }; } }",
        "(o)",
        "macro_rules! o { ( $x : expr ) => { $x } ; }",
    );
    check(
        "($n:ident) => { macro_rules! $n { ([$]) => { a }; } }",
        "(o)",
        "macro_rules! o { ([$]) => { a }; }",
    );
    assert!(MacroRules::parse("macro_rules! m { () => { ${count(x)} } }", EDITION).is_none());
    assert!(MacroRules::parse("macro_rules! m { ($x:nothing) => {} }", EDITION).is_none());
    assert!(MacroRules::parse("struct S;", EDITION).is_none());
}

#[test]
fn expansions_are_bounded() {
    let rules = MacroRules::parse(
        "macro_rules! m { ($($x:tt)*) => { $(f $x g $x h $x i $x;)* } }",
        EDITION,
    );
    let args = format!(
        "({})",
        "\"0123456789012345678901234567890123456789\" ".repeat(9000)
    );
    let expansion = rules.expect("a definition").expand(&args, EDITION, "crate");
    assert_eq!(expansion, Err(NotExpanded::Transcription));
}

/// The facts of a text with its first call replaced by an expansion.
fn absorbed(text: &str, expansion: &str) -> FileFacts {
    let (facts, errors) = extract(text, EDITION);
    assert_eq!(errors, []);
    let (part, errors) = extract(expansion, EDITION);
    assert_eq!(errors, []);
    let mut absorber = Absorber::new(facts);
    absorber.absorb(MacroCallId(0), &part);
    absorber.finish()
}

#[test]
fn what_an_expansion_declares_stands_where_the_call_stands() {
    let text = "mod a { struct Before; ids! { A, B } }";
    let facts = absorbed(
        text,
        "#[derive(Clone)] pub struct A<T> { #[serde(rename = \"y\")] x: Option<T> } mod inner { fn f() { g(); } } use b::C;",
    );
    assert_eq!(facts.macro_calls[0].body, MacroBody::Expanded);
    let names: Vec<(&str, bool)> = facts
        .items
        .iter()
        .map(|item| (facts.text(item.name), item.expanded))
        .collect();
    assert_eq!(
        names,
        [
            ("a", false),
            ("Before", false),
            ("A", true),
            ("inner", true),
            ("f", true)
        ]
    );
    let call = facts.macro_calls[0].extent;
    let item = &facts.items[2];
    assert_eq!(item.scope, facts.items[1].scope);
    assert_eq!((item.extent, item.name_extent), (call, call));
    let attr = facts
        .attrs_of(item.attrs)
        .next()
        .expect("it has an attribute");
    assert_eq!(facts.attr_path(attr), "derive");
    let ItemKind::Struct { fields, .. } = item.kind else {
        panic!("{item:?}")
    };
    let field = &facts.fields[fields.rows()][0];
    assert_eq!(facts.text(field.name), "x");
    let attr = facts
        .attrs_of(field.attrs)
        .next()
        .expect("the field has an attribute");
    let renamed = facts.attr_list(attr, "serde").expect("it is a list")[0].value;
    assert!(matches!(renamed, MetaValue::Str(name) if facts.text(name) == "y"));
    let inner = &facts.items[4];
    assert_eq!(facts.scope(inner.scope).item.map(|item| item.0), Some(3));
    let import = &facts.imports[0];
    assert!(import.expanded && import.scope == item.scope);
    assert_eq!(
        facts.segments(import.segments).collect::<Vec<_>>(),
        ["b", "C"]
    );
    let written = facts.paths.iter().filter(|path| !path.expanded);
    let written: Vec<String> = written.map(|path| facts.path_text(path)).collect();
    assert_eq!(written, ["ids", "A", "B"]);
}

#[test]
fn conditions_of_the_call_hold_for_the_expansion() {
    let facts = absorbed(
        "#[cfg(a)] #[cfg(b)] m!(x);",
        "#[cfg(c)] struct A; struct B; use d::E;",
    );
    let holds = |off: &'static str| move |flag: &str, _: Option<&str>| Some(flag != off);
    for (row, conditions) in [(0, "abc"), (1, "ab")] {
        let cfg = facts.items[row].cfg.expect("it has a condition");
        for off in ["a", "b", "c", ""] {
            let expected = off.is_empty() || !conditions.contains(off);
            assert_eq!(facts.evaluate(cfg, &holds(off)), Some(expected), "{off}");
        }
    }
    let cfg = facts.imports[0].cfg.expect("it has a condition");
    assert_eq!(facts.evaluate(cfg, &holds("a")), Some(false));
}

//! What is said of sets of subjects is what looking at all of them says.

use super::{Pattern, Token, uncovered_by_all};

fn pattern(text: &str) -> Pattern {
    Pattern::parse(text).unwrap()
}

#[test]
fn subjects_are_read_as_the_server_reads_them() {
    for text in [
        "a",
        "a.b",
        "*",
        ">",
        "a.*.b.>",
        "$JS.API.>",
        "a*.b>",
        "orders.v1",
    ] {
        assert_eq!(pattern(text).to_string(), text);
        assert!(pattern(text).is_valid());
    }
    for text in ["", ".", "a.", ".a", "a..b", ">.a", "a b", "a.\tb"] {
        assert!(Pattern::parse(text).is_err(), "{text:?}");
    }
    assert!(!Pattern(vec![Token::Many, Token::One]).is_valid());
    assert!(!Pattern(Vec::new()).is_valid());
}

#[test]
fn witnesses_are_subjects_of_the_set() {
    for (a, b, witness) in [
        ("a.*", "*.b", Some("a.b")),
        ("a.>", "a", None),
        ("a.>", "a.*.c", Some("a.x.c")),
        ("a.b", "a.c", None),
        (">", "*", Some("x")),
        ("a.*", "a.*.*", None),
    ] {
        assert_eq!(
            pattern(a).overlap(&pattern(b)).as_deref(),
            witness,
            "{a} {b}"
        );
    }
    let cover = |a: &str, others: &[&str]| {
        let others: Vec<Pattern> = others.iter().map(|it| pattern(it)).collect();
        pattern(a).uncovered(&others)
    };
    assert_eq!(cover("a.>", &["a.*", "a.*.>"]), None);
    assert_eq!(cover("a.>", &["a.*"]).as_deref(), Some("a.x.x"));
    assert_eq!(cover("a.*", &["a.b", "a.c"]).as_deref(), Some("a.x"));
    assert_eq!(cover(">", &["*", "*.>"]), None);
    assert_eq!(cover("a", &[]).as_deref(), Some("a"));
}

/// All patterns of up to three tokens over two words, `>` also where the server does not take it, and all subjects
/// of up to five tokens over three words: enough that every pattern of three tokens is told from every other.
#[test]
fn answers_are_those_of_enumeration() {
    let tokens = [
        Token::Word("a".to_owned()),
        Token::Word("b".to_owned()),
        Token::One,
        Token::Many,
    ];
    let mut patterns = vec![Vec::new()];
    let mut all = Vec::new();
    for _ in 0..3 {
        patterns = patterns
            .iter()
            .flat_map(|it: &Vec<Token>| {
                tokens
                    .iter()
                    .map(move |t| [&it[..], std::slice::from_ref(t)].concat())
            })
            .collect();
        all.extend(patterns.iter().cloned().map(Pattern));
    }
    let mut subjects = vec![String::new()];
    let mut level = subjects.clone();
    for _ in 0..5 {
        level = level
            .iter()
            .flat_map(|it| {
                ["a", "b", "c"].map(|word| match it.as_str() {
                    "" => word.to_owned(),
                    _ => format!("{it}.{word}"),
                })
            })
            .collect();
        subjects.extend(level.iter().cloned());
    }
    subjects.remove(0);
    let sets: Vec<Vec<bool>> = all
        .iter()
        .map(|it| {
            subjects
                .iter()
                .map(|subject| by_hand(&it.0, &split(subject)))
                .collect()
        })
        .collect();
    for (pattern, set) in all.iter().zip(&sets) {
        for (subject, &is_in) in subjects.iter().zip(set) {
            assert_eq!(pattern.matches(subject), is_in, "{pattern} {subject}");
        }
    }
    let in_set = |it: &Pattern, subject: &str| by_hand(&it.0, &split(subject));
    for (one, first) in all.iter().zip(&sets) {
        for (other, second) in all.iter().zip(&sets) {
            let both = first.iter().zip(second).any(|(a, b)| *a && *b);
            let overlap = one.overlap(other);
            assert_eq!(overlap.is_some(), both, "{one} {other}");
            assert_eq!(one.overlaps(other), both, "{one} {other}");
            if let Some(witness) = overlap {
                assert!(
                    in_set(one, &witness) && in_set(other, &witness),
                    "{one} {other} {witness}"
                );
            }
            let within = first.iter().zip(second).all(|(a, b)| !*a || *b);
            assert_eq!(one.is_within(other), within, "{one} {other}");
        }
    }
    // Unions: of each pattern with the one after it, and of three.
    for (row, one) in all.iter().enumerate() {
        for shift in 1..all.len() {
            let others = [(row + shift) % all.len(), (row + 2 * shift) % all.len()];
            let within = (0..subjects.len())
                .all(|at| !sets[row][at] || others.iter().any(|&other| sets[other][at]));
            let union: Vec<Pattern> = others.iter().map(|&it| all[it].clone()).collect();
            let witness = one.uncovered(&union);
            assert_eq!(witness.is_none(), within, "{one} {union:?} {witness:?}");
            // Those that have nothing in common with it do not change what is named.
            assert_eq!(witness, uncovered_by_all(one, &union), "{one} {union:?}");
            if let Some(witness) = witness {
                assert!(in_set(one, &witness) && !union.iter().any(|it| in_set(it, &witness)));
            }
        }
    }
}

fn split(subject: &str) -> Vec<&str> {
    subject.split('.').collect()
}

/// The meaning of a pattern, told in another way.
fn by_hand(pattern: &[Token], subject: &[&str]) -> bool {
    match (pattern, subject) {
        ([], []) => true,
        ([Token::Many, rest @ ..], [_, behind @ ..]) => {
            by_hand(rest, behind) || by_hand(pattern, behind)
        }
        ([Token::One, rest @ ..], [_, behind @ ..]) => by_hand(rest, behind),
        ([Token::Word(word), rest @ ..], [token, behind @ ..]) => {
            word == token && by_hand(rest, behind)
        }
        _ => false,
    }
}

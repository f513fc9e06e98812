//! What is Rust in one edition or file and not in another.

use super::paths;
use crate::{Edition, extract};

fn errors(source: &str, edition: Edition) -> Vec<String> {
    let (_, errors) = extract(source, edition);
    errors.into_iter().map(|error| error.message).collect()
}

#[test]
fn parameters_without_names() {
    let source = "trait T { fn f(&self, A, b::C) -> u8; }";
    let (facts, errors) = extract(source, Edition::E2015);
    assert_eq!(errors, []);
    assert_eq!(
        paths(&facts),
        ["Type A in T/f", "Type b::C in T/f", "Type u8 in T/f"]
    );
    let again = self::errors(source, Edition::E2018);
    assert!(
        again.contains(&"missing type for function parameter".to_owned()),
        "{again:?}"
    );
}

#[test]
fn prefixes_that_later_editions_reserve() {
    let source = "fn f() { quote!(impl#generics self#field x\"y\") }";
    assert_eq!(errors(source, Edition::E2018), [""; 0]);
    assert_eq!(
        errors(source, Edition::E2021),
        ["unknown literal prefix"; 3]
    );
}

#[test]
fn a_literal_goes_on_behind_a_line_end_of_any_system() {
    for end in ["\n", "\r\n"] {
        let source = format!("const A: &str = \"a \\{end}   b\";{end}const B: u8 = b'\\n';");
        assert_eq!(errors(&source, Edition::E2024), [""; 0], "{source:?}");
        let wrong = format!("const A: &str = \"a \\{end} \\q\";");
        assert!(!errors(&wrong, Edition::E2024).is_empty(), "{wrong:?}");
    }
}

#[test]
fn macros_may_be_called_like_keywords_of_some_places() {
    let source = "safe! { u8 => A; } auto! { a => b } union! { c => d } macro_rules! m { () => {} } \
                  default!(e => f); unsafe extern \"C\" { safe fn g(); } union U { a: u8 }";
    assert_eq!(errors(source, Edition::E2024), [""; 0]);
}

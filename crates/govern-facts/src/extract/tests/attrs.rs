//! Attributes and their insides.

use super::{cfg, check, meta, paths};
use crate::FileFacts;
use crate::literal::unquote;

fn attrs(facts: &FileFacts) -> Vec<String> {
    let rows = facts.attrs.iter();
    rows.map(|row| {
        let inner = if row.inner { "!" } else { "" };
        let cfg = row
            .cfg
            .map_or(String::new(), |id| format!(" if {}", cfg(facts, id)));
        format!("{inner}{}{cfg}", meta(facts, facts.meta(row.meta)))
    })
    .collect()
}

#[test]
fn forms() {
    check(
        attrs,
        "#![a] #![b(c)] #[d] #[e = \"f\"] #[g(h, i = \"j\", k(l = 1), -2, \"m\", n::o, p = q::r(s, t), u == v, w.x, (y, z), aa(bb).cc)] #[dd::ee = 3] #[r#ff] #[doc = concat!(\"a\", \"b\")] #[gg[hh]] #[ii {jj: kk}] #[unsafe(no_mangle)] #[ll(mm = \"a\" \"b\",)] struct S;",
        &[
            "!a",
            "!b(c)",
            "d",
            "e=\"f\"",
            "g(h, i=\"j\", k(l=<1>), =<-2>, =\"m\", n::o, p=<q::r(s, t)>, =<u == v>, =<w.x>, =<(y, z)>, =<aa(bb).cc>)",
            "dd::ee=<3>",
            "ff",
            "doc=<concat!(\"a\", \"b\")>",
            "=<gg[hh]>",
            "=<ii {jj: kk}>",
            "no_mangle",
            "ll(mm=<\"a\" \"b\">)",
        ],
    );
}

#[test]
fn conditional() {
    check(
        attrs,
        "#[cfg_attr(a, b, c = \"d\", cfg_attr(not(e), f))] #[cfg(g)] struct S; #[cfg_attr(h, cfg(i))] fn j() { #[k] let x = #[l] m; } enum E { #[n] V(#[o] u8) } #[cfg_attr(p,)] mod q {}",
        &[
            "b if a",
            "c=\"d\" if a",
            "f if all(a, not(e))",
            "cfg(g)",
            "cfg(i) if h",
            "k",
            "l",
            "n",
            "o",
        ],
    );
}

#[test]
fn paths_in_attributes() {
    check(
        paths,
        "#[derive(Clone, a::B, ::c::D)] #[serde(with = \"e::f\", default = \"g\", bound(serialize = \"T: h::I\"), from = \"crate::j::K<u8>\", rename = \"l::\", r#crate = \"::m::n\")] #[o::p(q, r(s::t), u = v::w(x::y()), \"z\")] #[doc = \"aa::bb\"] #[allow(clippy::cc)] #[rustfmt::skip] #[test] #[path = \"dd::ee\"] struct S;",
        &[
            "Derive Clone",
            "Derive a::B",
            "Derive ::c::D",
            "Attribute serde",
            "AttributeArgument e::f",
            "AttributeArgument crate::j::K",
            "AttributeArgument ::m::n",
            "Attribute o::p",
            "AttributeArgument s::t",
            "AttributeArgument v::w",
            "AttributeArgument x::y",
            "Attribute test",
        ],
    );
}

#[test]
fn strings() {
    let content = |literal| unquote(literal).unwrap_or_else(|| "nothing".to_owned());
    assert_eq!(
        content(r#""a\n\t\r\0\\\"\'\x41\u{1F6_00}b""#),
        "a\n\t\r\0\\\"'A\u{1F600}b"
    );
    assert_eq!(content("\"a\\\n   b\\\r\n  c\""), "abc");
    assert_eq!(content("r\"a\\n\""), "a\\n");
    assert_eq!(content("r##\"a\"#b\"##"), "a\"#b");
    assert_eq!(content("\"\""), "");
    assert_eq!(content("r\"\""), "");
    for broken in [
        "",
        "\"",
        "r",
        "r#",
        "r#\"",
        "b\"x\"",
        "\"\\x\"",
        "\"\\u\"",
        "\"\\u{110000}\"",
        "\"\\",
        "'a'",
    ] {
        assert_eq!(unquote(broken), None, "{broken}");
    }
}

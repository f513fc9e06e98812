//! `use` trees.

use super::{check, imports};

#[test]
fn leaves() {
    check(
        imports,
        "use a; use a::b::c; pub use a::{b, c::{self, d as e}, f::*}; pub(crate) use ::{a, b::*}; use ::a::b; use crate::{self as c, d}; use self::x; use super::super::y as _; pub(in crate::m) use r#try::r#fn as r#use; use {a, b::c}; use *; use a::{}; use a::{{b, {c}}, d};",
        &[
            "a as a",
            "a::b::c as c",
            "pub a::b as b",
            "pub a::c::{self} as c",
            "pub a::c::d as e",
            "pub a::f::*",
            "pub(crate) ::a as a",
            "pub(crate) ::b::*",
            "::a::b as b",
            "crate::{self} as c",
            "crate::d as d",
            "self::x as x",
            "super::super::y as _",
            "pub(in crate::m) try::fn as use",
            "a as a",
            "b::c as c",
            "::*",
            "a::b as b",
            "a::c as c",
            "a::d as d",
        ],
    );
}

#[test]
fn places() {
    check(
        imports,
        "#[cfg(unix)] use a::b; #[cfg(test)] mod t { use super::*; fn f() { use c::d; { #[cfg(x)] use e::f; } } } cfg_rt! { use g::h; }",
        &[
            "a::b as b if unix",
            "super::* in t if test",
            "c::d as d in t/f if test",
            "e::f as f in t/f if x & test",
            "g::h as h in macro",
        ],
    );
}

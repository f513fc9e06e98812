//! What macros of the workspace declare.

use crate::fixture::{check, unresolved};

#[test]
fn items_that_macros_declare_are_known() {
    let source = "
        //- b: a
        //- a/lib.rs
        #[macro_use] mod macros;
        mod ids { ids! { Id, Key } pub(crate) mod deep { kinds!(Kind: Small, Large); } }
        mod user { use crate::ids::{Id, deep::Kind}; fn f(_: Id, _: crate::ids::Key) -> Kind { Kind::Large } }
        mod late { pub use crate::macros::local; local!(); pub struct L; }
        mod reuser { use crate::late::{helper, made::Inner}; fn f() { helper(); } use super::made_here::*; fn g(_: InMod) {} }
        modules! { made_here { InMod } }
        //- a/macros.rs
        macro_rules! ids { ($($name:ident),*) => { $(one!(@struct $name);)* } }
        macro_rules! one { (@struct $name:ident) => { pub struct $name(pub u32); impl $name { fn row(self) {} } } }
        macro_rules! kinds { ($name:ident: $($variant:ident),*) => { pub enum $name { $($variant),* } } }
        macro_rules! local { () => { pub fn helper() {} pub mod made { pub struct Inner; } use $crate::hidden::Hidden; } }
        pub(crate) use local;
        macro_rules! modules { ($($name:ident { $($item:ident)* })*) => { $(mod $name { $(pub struct $item;)* })* } }
        #[macro_export] macro_rules! public { ($name:ident) => { $crate::again!($name); pub use $crate::shared::Shared; } }
        #[macro_export] macro_rules! again { ($name:ident) => { pub struct $name; } }
        //- b/lib.rs
        mod x { a::public!(Made); }
        mod y { use crate::x::{Made, Shared}; fn f(_: Made, _: Shared) {} }
        ";
    let source = source.replace(
        "mod late {",
        "pub mod hidden { pub struct Hidden; } pub mod shared { pub struct Shared; } mod late {",
    );
    check(
        &source,
        &[
            "a -> a::macros",
            "a -> a::made_here",
            "a::ids -> a::macros",
            "a::ids::deep -> a::macros",
            "a::late -> a::macros",
            "a::reuser -> a::late",
            "a::reuser -> a::late::made",
            "a::reuser -> a::made_here",
            "a::user -> a::ids",
            "a::user -> a::ids::deep",
            "b::x -> a::macros via a",
            "b::y -> a::shared",
            "b::y -> a::shared via b::x",
            "b::y -> b::x",
        ],
    );
    assert_eq!(unresolved(&source), [""; 0]);
}

#[test]
fn what_cannot_be_expanded_stays_unknown() {
    let source = "
        //- a/lib.rs
        mod ids {
            macro_rules! id { ($name:ident) => { pub struct $name; } }
            id!(Good);
            id!(1 + 1);
            foreign!(Other);
            macro_rules! endless { ($($x:tt)*) => { endless!($($x)* x); } }
            endless!(y);
            macro_rules! no_items { ($x:expr) => { $x } }
            no_items!(a + b);
        }
        mod user { fn f(_: crate::ids::Good, _: crate::ids::Other) {} }
        ";
    assert_eq!(
        unresolved(source),
        [
            "crate::ids::Other: MacroGenerated",
            "foreign: MacroGenerated",
        ]
    );
}

#[test]
fn the_last_definition_in_front_of_a_call_counts() {
    check(
        "
        //- a/lib.rs
        mod ids {
            macro_rules! id { ($name:ident) => { mod first { pub struct $name; } pub use self::first::$name; } }
            id!(A);
            macro_rules! id { ($name:ident) => { mod second { pub struct $name; } pub use self::second::$name; } }
            id!(B);
        }
        mod user { use crate::ids::{A, B}; }
        ",
        &[
            "a::ids -> a::ids::first",
            "a::ids -> a::ids::second",
            "a::user -> a::ids::first via a::ids",
            "a::user -> a::ids::second via a::ids",
        ],
    );
}

#[test]
fn names_that_arguments_look_like_they_declare_give_way_to_the_expansion() {
    check(
        "
        //- a/lib.rs
        mod kinds {
            macro_rules! kind { (pub enum $n:ident { $($v:ident => $t:literal),* }) => { pub enum $n { $($v),* } mod text { pub fn f() {} } } }
            kind! { pub enum Kind { A => \"a\", B => \"b\" } }
        }
        #[cfg(feature = \"off\")] kinds::kind! { pub enum Kind { A => \"a\" } }
        mod user { fn f() { crate::kinds::Kind::B; crate::kinds::text::f(); } }
        ",
        &["a::user -> a::kinds", "a::user -> a::kinds::text"],
    );
}

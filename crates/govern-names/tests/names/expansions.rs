//! What macros of the workspace declare.

use govern_diagnostics::FileId;
use govern_facts::{MacroCallId, NotExpanded};
use govern_names::Unexpanded;

use crate::fixture::{Fixture, check, unresolved};

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

#[test]
fn conditions_that_a_macro_puts_its_arguments_under_are_theirs() {
    let source = "
        //- a/lib.rs
        #[macro_use] mod macros;
        pub mod used { pub struct A; pub struct B; pub struct C; pub struct D; pub mod e {} pub mod g { pub struct G; } }
        cfg_off! { use used::A; pub fn f(_: used::B) { used::C; } pub mod gone { use crate::used::D; } }
        cfg_off! { pub mod file; }
        feature! { #![all()] mod featured; pub use featured::F; }
        feature! { #![feature = \"off\"] mod unfeatured; }
        cfg_either! { pub mod x { use crate::used::e; } }
        nothing! { mod y { use crate::used::A; } }
        cfg_on! { mod on { use crate::used::g::G; } }
        mod inside {
            struct S;
            impl S { cfg_off! { fn f(_: crate::used::A) { crate::used::B; } } cfg_on! { fn g(_: crate::used::g::G) {} } }
        }
        mod user { use crate::gone::D; }
        //- a/macros.rs
        macro_rules! cfg_off { ($($item:item)*) => { $( #[cfg(feature = \"off\")] #[cfg_attr(docsrs, doc(cfg(x)))] $item )* } }
        macro_rules! cfg_on { ($($item:item)*) => { $( #[cfg(not(feature = \"off\"))] $item )* } }
        macro_rules! cfg_either { ($($item:item)*) => { cfg_off! { $($item)* } } }
        macro_rules! nothing { ($($tree:tt)*) => {} }
        macro_rules! feature { (#![$meta:meta] $($item:item)*) => { $( #[cfg($meta)] $item )* } }
        //- a/file.rs
        use crate::used::C;
        //- a/featured.rs
        use crate::used::C;
        pub struct F;
        //- a/unfeatured.rs
        use crate::used::C;
        ";
    check(
        source,
        &[
            "a -> a::featured",
            "a -> a::macros",
            "a::featured -> a::used",
            "a::inside -> a::macros",
            "a::inside -> a::used::g",
            "a::on -> a::used::g",
        ],
    );
    assert_eq!(unresolved(source), ["crate::gone::D: NotFound"]);
}

#[test]
fn what_a_macro_makes_of_items_is_known() {
    let source = "
        //- a/lib.rs
        mod made {
            macro_rules! entity {
                ($(#[$meta:meta])* pub struct $name:ident { $($field:ident: $ty:ty),* }) => {
                    $(#[$meta])* pub struct $name { $($field: $ty),* }
                    impl $name { pub fn new() {} }
                    pub mod repository { pub struct Rows; }
                    #[cfg(feature = \"off\")] pub struct Hidden;
                };
            }
            entity! { pub struct Order { id: crate::shared::Id } }
            macro_rules! renamed { (struct $name:ident;) => { pub mod inner { pub struct $name; } } }
            renamed! { struct Moved; }
            macro_rules! twice { ($item:item) => { #[cfg(feature = \"off\")] $item #[cfg(not(feature = \"off\"))] $item } }
            twice! { pub struct Both(crate::shared::Id); }
        }
        mod shared { pub struct Id; }
        mod user {
            use crate::made::{Order, repository::Rows, inner::Moved, Both};
            mod wrong { use crate::made::Hidden; use crate::made::Moved; }
        }
        ";
    check(
        source,
        &[
            "a::made -> a::shared",
            "a::user -> a::made",
            "a::user -> a::made::inner",
            "a::user -> a::made::repository",
        ],
    );
    assert_eq!(
        unresolved(source),
        [
            "crate::made::Hidden: NotFound",
            "crate::made::Moved: NotFound",
        ]
    );
}

#[test]
fn what_only_looks_like_the_name_of_a_module_or_macro_is_none() {
    let source = "
        //- a/lib.rs
        mod nums {
            macro_rules! num { ($name:ident) => { pub mod $name { pub fn max() -> $name { 1 } } } }
            num!(u8);
            num!(f32);
            fn f(x: u8) -> f32 { let y: u8 = x; y as f32 }
            pub fn g() { u8::max(); }
        }
        mod pinned { use crate::nums::u8; macro_rules! pin { () => {} } other! { struct S { #[pin] x: u8 } } fn f(_: u8) { pin!(); } }
        ";
    check(
        source,
        &["a::nums -> a::nums::u8", "a::pinned -> a::nums::u8"],
    );
}

#[test]
fn what_is_not_expanded_says_why() {
    let source = "
        //- a: ext
        //- a/lib.rs
        macro_rules! id { ($name:ident) => { pub struct $name; } }
        macro_rules! broken { ($($t:tt)*) => { struct fn; } }
        macro_rules! twice { ($($a:ident)* : $($b:ident)*) => { $(struct $a$b;)* } }
        macro_rules! made { ($name:ident) => { macro_rules! $name { () => { struct S; } } } }
        macro_rules! endless { ($($t:tt)*) => { endless!($($t)* $($t)*); } }
        mod calls {
            ext::entities!(a);
            nowhere!(a);
            id!(1 + 1);
            broken!(a);
            twice!(a b : c);
            made!(inner); inner!();
            endless!(a b c d e f g h);
        }
        ";
    let found = Fixture::new(source).with_expanded(|names, facts| {
        let calls = facts.macro_calls.iter().enumerate();
        let calls = calls.filter_map(|(row, call)| {
            let why = names.unexpanded(facts, FileId(0), MacroCallId(row as u32))?;
            Some((facts.path_text(facts.path(call.path)), why))
        });
        calls.collect::<Vec<_>>()
    });
    let expected = [
        ("ext::entities", Unexpanded::Unknown),
        ("nowhere", Unexpanded::Unknown),
        ("id", Unexpanded::Rules(NotExpanded::NoRule)),
        ("broken", Unexpanded::NoItems),
        ("twice", Unexpanded::Rules(NotExpanded::Transcription)),
        ("inner", Unexpanded::NoRules),
        ("endless", Unexpanded::Nested),
    ];
    let expected = expected.map(|(name, why)| (name.to_owned(), why));
    assert_eq!(found, expected);
}

//! The edges between the modules of one crate with all that makes them hard to see: each in both readings, to the module
//! that defines what is used, and (`via`) to the one that it is looked up in as written. None may be missing or more.

use crate::fixture::{check, unresolved};

const CODE: &str = r#"
//- app: kit, bus = async_nats, vec1, cfg_if
//- app/lib.rs
#[macro_use] mod macros;
pub mod store;
pub mod facade;
pub mod domain;
pass! { pub mod passed; }
cfg_if::cfg_if! { if #[cfg(feature = "on")] { pub mod chosen; } else { pub mod other; } }
declare! { made: Made }
#[cfg(unix)] mod imp { pub use crate::store::Row as Handle; }
#[cfg(not(unix))] mod imp { pub use crate::facade::Row as Handle; }
#[path = "odd/place.rs"] mod moved;
mod outer { #[path = "elsewhere"] pub mod inner { pub mod deep; } mod sibling; }
mod users;
mod shadows;
mod look_alikes;
mod externals;
#[cfg(test)] mod tests;
pub use self::store::inner as renamed;
//- app/macros.rs
macro_rules! pass { ($($item:item)*) => { $($item)* } }
macro_rules! declare { ($module:ident: $name:ident) => { pub mod $module { pub struct $name; } } }
macro_rules! helper { () => { $crate::store::open() } }
//- app/store.rs
pub struct Row { pub id: Id }
pub struct Id;
pub enum Kind { Small, Large(u8) }
pub trait Port { fn go(&self); }
pub fn open() -> Row { Row { id: Id } }
pub fn parse() {}
pub mod parse { pub fn deep() {} }
pub mod inner { pub struct Deep; pub(in crate::store) fn hidden() {} }
pub const LIMIT: usize = 1;
//- app/facade.rs
pub use crate::store::Row;
pub use crate::store::Id as Key;
pub use crate::domain::cycle::*;
pub use crate::store::Kind::*;
pub use bus::Derived;
//- app/domain.rs
pub mod cycle { pub use crate::facade::*; pub struct Own; }
use crate::store::open;
mod child { fn f() { super::open(); } }
mod nephew { use super::*; fn f() { open(); } }
//- app/passed.rs
use crate::store::Row;
//- app/chosen.rs
fn f() { crate::store::open(); }
//- app/other.rs
fn f() { crate::facade::nothing(); }
//- app/odd/place.rs
fn f(_: super::made::Made) {}
//- app/outer/elsewhere/deep.rs
use crate::{store::{self, Row as R}, facade::{Key, self as front}};
fn f(_: store::Id, _: front::Row) {}
//- app/outer/sibling.rs
use super::inner::deep as below;
//- app/users.rs
mod a { fn f() { println!("{}", crate::store::LIMIT); vec![crate::facade::Own]; } }
mod b { use crate::imp::Handle; impl crate::store::Port for Handle { fn go(&self) {} } }
mod c { use crate::renamed::Deep; use r#super::super::facade as r#try; }
mod d { fn f() { helper!(); } }
mod e { #[serde(with = "crate::store::parse")] struct S; #[derive(crate::facade::Derived)] struct T; }
mod f { fn f() { use crate::facade::Large; match Large(1) { crate::store::Kind::Small => {} _ => {} } } }
mod g { use crate::store::parse; fn f() { parse(); parse::deep(); } }
mod h { use crate::facade::Own as _; }
//- app/shadows.rs
use crate::facade::*;
struct Row;
fn f<Key>(_: Row, _: Key) { let open = 1; open; }
fn g() { struct Own; Own; { use crate::store::open; open(); } }
//- app/look_alikes.rs
//! [`crate::store::Row`] is a link.
pub(in crate::look_alikes) struct A; pub(crate) struct B; pub(super) struct C;
fn f(x: C) { x.open(); let s = "crate::store::open()"; } // crate::store::open()
#[cfg(feature = "off")] use crate::store::Row;
macro_rules! local { () => { crate::store::open() } }
impl C { fn open(&self) { Self::parse(); } fn parse() {} }
//- app/externals.rs
pub use bus::Client;
extern crate kit as tools;
mod vec1 { pub struct Vec1; }
mod user { use super::Client; use super::tools::Tool; use super::vec1::Vec1; use ::vec1::Vec1 as Other; use kit::prelude::Message; }
//- app/tests.rs
use super::store::*;
fn f() { open(); }
//- kit: bus = async_nats
//- kit/lib.rs
pub struct Tool;
pub mod prelude { pub use bus::Message; }
"#;

#[test]
fn no_edge_is_missing_and_none_is_more() {
    check(CODE, EDGES);
}

#[test]
fn what_leads_nowhere_is_said() {
    assert_eq!(unresolved(CODE), [""; 0]);
}

const EDGES: &[&str] = &[
    "app -> app::macros",
    "app -> app::store::inner",
    "app -> cfg_if::cfg_if",
    "app::chosen -> app::store",
    "app::domain -> app::store",
    "app::domain::child -> app::store via app::domain",
    "app::domain::cycle -> app::facade",
    "app::domain::nephew -> app::domain",
    "app::domain::nephew -> app::store",
    "app::externals -> async_nats::Client",
    "app::externals::user -> app::externals::vec1",
    "app::externals::user -> async_nats::Client via app::externals",
    "app::externals::user -> async_nats::Message via kit::prelude",
    "app::externals::user -> kit",
    "app::externals::user -> vec1::Vec1",
    "app::facade -> app::domain::cycle",
    "app::facade -> app::store",
    "app::facade -> async_nats::Derived",
    "app::imp -> app::store",
    "app::moved -> app::made",
    "app::outer::inner::deep -> app::facade",
    "app::outer::inner::deep -> app::store",
    "app::outer::inner::deep -> app::store via app::facade",
    "app::outer::sibling -> app::outer::inner::deep",
    "app::passed -> app::store",
    "app::shadows -> app::facade",
    "app::shadows -> app::store",
    "app::tests -> app::store (test)",
    "app::users::a -> app::domain::cycle via app::facade",
    "app::users::a -> app::store",
    "app::users::a -> std::println",
    "app::users::a -> std::vec",
    "app::users::b -> app::store",
    "app::users::b -> app::store via app::imp",
    "app::users::c -> app::facade",
    "app::users::c -> app::store::inner",
    "app::users::d -> app::macros",
    "app::users::e -> app::store",
    "app::users::e -> async_nats::Derived via app::facade",
    "app::users::f -> app::store",
    "app::users::f -> app::store via app::facade",
    "app::users::g -> app::store",
    "app::users::g -> app::store::parse",
    "app::users::h -> app::domain::cycle via app::facade",
    "kit::prelude -> async_nats::Message",
];

//! A linking that was kept is what linking again would give.

use std::sync::atomic::Ordering;

use govern_diagnostics::FileId;
use govern_facts::{MacroCallId, PathId, ScopeId};
use govern_names::{LinkInput, ModuleKind, Names};

use crate::fixture::Fixture;

/// The file that changes is the first one.
const SOURCE: &str = "
    //- a: b, nats = async_nats
    //- a/one.rs
    use b::{Made, Shape::*, pass as through}; use super::*; use nats::Client as Connection;
    pub fn first(c: Connection) -> Made { c.go(); helper() }
    fn helper() -> Made { todo!() }
    pub fn outer() { fn inner() {} use b::deep::Deep; mod block { pub struct InBlock; } inner(); let _: (Deep, block::InBlock); }
    #[cfg(test)] mod tests { use super::first; #[test] fn t() { first(nats::connect()); Round; } }
    #[cfg(unix)] fn only_unix() { Wide; } #[cfg(windows)] fn only_windows() { Wide; }
    unknown! { a b } through! { pub fn passed() { helper() } }
    declared!(Own); mod deeper { twice! { struct InTwice; fn in_twice() { Wide; } } declared!(More); }
    impl Made2 { fn m(&self) { self.n(); Self::k() } fn k() {} } pub struct Made2;
    //- a/lib.rs
    #[macro_use] mod macros; mod one; pub use one::first; pub mod two { pub use crate::one::*; declared!(Late); } pub struct Wide;
    #[cfg(either)] pub fn maybe() {} #[cfg(not(either))] pub use nats::maybe;
    //- a/macros.rs
    macro_rules! twice { ($($i:item)*) => { $(#[cfg(test)] $i)* declared!(Nested); } }
    macro_rules! declared { ($n:ident) => { pub struct $n; pub mod of_macro { pub struct Inside; } } }
    //- b/lib.rs
    pub struct Made; pub enum Shape { Round, Flat(u8) } pub mod deep { pub struct Deep; pub use self::deep as again; }
    #[macro_export] macro_rules! pass { ($($t:tt)*) => { } }
    //- c: a, b
    //- c/test.rs
    use a::{first, two::{Late, of_macro::Inside}}; fn t(_: Late, _: Inside) { first(b::Made); a::maybe(); }
    ";

/// All that can be asked of names, as text.
fn view(names: &Names, input: &LinkInput<'_>, files: u32) -> String {
    names.collect(input);
    let mut view = format!("{:#?}\n{:#?}", names.references(), names.unresolved());
    for (id, krate) in names.crates() {
        view += &format!("{id:?} {} {:?} {:?}\n", krate.name, krate.kind, krate.root);
    }
    for (id, module) in names.modules() {
        let kind = match module.kind {
            ModuleKind::File => "file",
            ModuleKind::Inline => "inline",
            ModuleKind::Block => "block",
        };
        let (path, presence) = (names.module_path(id), module.presence);
        let (scope, declaration) = (module.scope, module.declaration);
        view += &format!("{id:?} {path} {kind} {scope:?} {declaration:?} {presence:?}\n");
    }
    for file in (0..files).map(FileId) {
        let facts = (input.facts)(file).expect("it was read");
        for scope in (0..facts.scopes.len() as u32).map(ScopeId) {
            let module = names.module_of(file, scope);
            view += &format!("{file:?} {module:?} {:?}\n", names.presence(file, scope));
        }
        for path in (0..facts.paths.len() as u32).map(PathId) {
            let meaning = names.meaning(facts, file, path);
            view += &format!("{} {meaning:?}\n", facts.path_text(facts.path(path)));
        }
        for call in (0..facts.macro_calls.len() as u32).map(MacroCallId) {
            view += &format!("{:?}\n", names.unexpanded(facts, file, call));
        }
        for item in &facts.items {
            let test = names.test_attribute(facts, file, item).is_some();
            view += &format!("{} {test}\n", facts.text(item.name));
        }
        for &instance in names.instances_of(file) {
            view += &format!("{:?}\n", names.quoted(facts, instance));
        }
    }
    view
}

/// The linking of a fixture as bytes.
fn kept(fixture: &Fixture) -> Vec<u8> {
    fixture.with_input(|names, input| {
        names
            .keep(&|file| Some(file.0), &|file| (input.facts)(file))
            .expect("all files have rows")
    })
}

#[track_caller]
fn is_linked(bytes: &[u8], fixture: &Fixture, changed: &[FileId]) -> Vec<u8> {
    let count = fixture.facts.len() as u32;
    fixture.with_switch(|names, input, plain| {
        let files: Vec<FileId> = (0..count).map(FileId).collect();
        let changed = changed.iter().copied().collect();
        plain.store(true, Ordering::Relaxed);
        let again = Names::of_kept(bytes, input, &files, &changed);
        plain.store(false, Ordering::Relaxed);
        let (again, expanded) = again.expect("it fits");
        for (file, facts) in expanded {
            assert_eq!(Some(&facts), (input.facts)(file));
        }
        let view_again = view(&again, input, count);
        similar(&view_again, &view(names, input, count));
        again
            .keep(&|file| Some(file.0), &|file| (input.facts)(file))
            .expect("all files have rows")
    })
}

#[track_caller]
fn similar(one: &str, other: &str) {
    let mut lines = one.lines().zip(other.lines());
    let different = lines.find(|(one, other)| one != other);
    assert_eq!(different, None);
    assert_eq!(one.len(), other.len());
}

#[test]
fn a_linking_that_is_kept_is_the_same() {
    let fixture = Fixture::new(SOURCE);
    let bytes = kept(&fixture);
    let again = is_linked(&bytes, &fixture, &[]);
    // What was kept can be kept.
    assert_eq!(again, kept(&fixture));
    is_linked(&again, &fixture, &[]);
}

#[test]
fn what_bodies_say_is_not_part_of_it() {
    let before = Fixture::new(SOURCE);
    let bytes = kept(&before);
    let changes = [
        (
            "c.go(); helper()",
            "Client; let m = |x: nats::Message| { Wide; x }; #[cfg(windows)] { never::seen() } helper()",
        ),
        (
            "{ todo!() }",
            "{ dbg!(through!(1)); quote::quote!(x); nats::entirely::new(); crate::two::of_macro::Inside; Made }",
        ),
        (
            "first(nats::connect()); Round;",
            "Flat(1); { #[cfg(test)] { Round } } super::super::maybe();",
        ),
        ("self.n(); Self::k()", ""),
        (
            "fn inner() {}",
            "fn inner() { Deep; block::InBlock; println!(\"{}\", unheard_of) }",
        ),
    ];
    for (from, to) in changes {
        assert!(SOURCE.contains(from), "{from}");
        let now = Fixture::new(&SOURCE.replace(from, to));
        let again = is_linked(&bytes, &now, &[FileId(0)]);
        // And back again.
        is_linked(&again, &before, &[FileId(0)]);
    }
    let all = changes
        .iter()
        .fold(SOURCE.to_owned(), |text, (from, to)| text.replace(from, to));
    is_linked(&bytes, &Fixture::new(&all), &[FileId(0)]);
}

#[test]
fn what_does_not_fit_is_none() {
    let fixture = Fixture::new(SOURCE);
    let bytes = kept(&fixture);
    let other = Fixture::new("//- a/lib.rs\nstruct S;\n");
    let of = |bytes: &[u8], fixture: &Fixture| {
        let files: Vec<FileId> = (0..fixture.facts.len() as u32).map(FileId).collect();
        fixture.with_input(|_, input| {
            Names::of_kept(bytes, input, &files, &Default::default()).is_some()
        })
    };
    assert!(of(&bytes, &fixture));
    assert!(!of(&bytes, &other));
    assert!(!of(&bytes[..bytes.len() / 2], &fixture));
    assert!(!of(b"", &fixture));
}

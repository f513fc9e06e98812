//! What reaches what, by small libraries.

use govern_gate::link_tree;

use super::*;
use crate::testing::observed_reading;

/// The way from the test `t` to a function, in words.
fn way(files: &[(&str, &str)], to: &str) -> Option<String> {
    let (workspace, model) = observed_reading(files);
    let names = link_tree(&workspace);
    let reach = Reach::new(&workspace, &names, &model);
    let mut ends = BTreeSet::new();
    for &file in workspace.files() {
        let facts = workspace.facts(file).expect("it is Rust");
        let its = Items::new(facts);
        ends.extend(
            its.all()
                .filter(|id| name(facts, *id) == to)
                .map(|id| (file, id)),
        );
    }
    assert!(!ends.is_empty(), "there is no `{to}`");
    let tests = &model.rust.tests;
    let test = tests.iter().position(|test| test.name == "t");
    let test = What::Test(test.expect("there is a test `t`"));
    let way = reach.way(&reach.ways(&ends), &test)?;
    Some(reach.describe(&way))
}

fn in_library(library: &str, to: &str) -> Option<String> {
    way(&[("src/lib.rs", library)], to)
}

#[test]
fn methods_on_self_are_sure_and_others_are_those_with_as_many_arguments() {
    let library = "\
struct Order;
struct List;
impl Order {
fn pay(&self) { self.open(); self . get(); }
fn open(&self) {}
fn get(&self) {}
}
impl List {
fn get(&self, _: u8) -> u8 { self.inner.open() }
fn open(&self) {}
}
#[test]
fn t() { Order::pay(&Order); }
";
    let found = |to: &str| in_library(library, to).unwrap_or_default();
    assert_eq!(found("Order::open"), "`t` -> `Order::pay` -> `Order::open`");
    assert_eq!(found("Order::get"), "`t` -> `Order::pay` -> `Order::get`");
    assert_eq!(found("List::open"), "");
    let other = library.replace("Order::pay(&Order)", "List.get(1)");
    let found = |to: &str| in_library(&other, to).unwrap_or_default();
    assert_eq!(found("List::get"), "`t` -> `List::get`");
    assert_eq!(found("Order::get"), "");
    // A field of `self` is something else.
    assert_eq!(
        found("List::open"),
        "`t` -> `List::get` -> by its name `List::open`"
    );
}

#[test]
fn methods_are_those_of_what_they_are_called_on_as_far_as_that_is_written() {
    let library = "\
mod wire { pub async fn ask() -> Result<crate::Order, String> { todo!() } pub fn any<T>() -> T { todo!() } pub fn two() -> (crate::Order, u8) { todo!() } }
pub trait Open { fn open(&self) {} }
impl Open for String { fn open(&self) { text() } }
fn text() {}
pub struct Order { list: Box<List> }
pub struct List;
pub type Lists = List;
impl Order {
pub fn new() -> Self { Order { list: Box::new(List) } }
pub fn list(&self) -> &List { &self.list }
pub fn open(&self) {}
}
impl List {
pub fn open(&self) {}
pub fn first(&self) -> Option<Order> { None }
}
const NONE: List = List;
#[test]
fn t() { BODY }
";
    let (order, list, both) = ("Order", "List", "?");
    for (body, expected) in [
        ("Order::new().open();", order),
        ("let o = Order::new(); o.open();", order),
        ("let o = &mut Order::new(); (*o).clone().open();", order),
        ("Order::new().list().open();", list),
        ("let o: &Order = any(); o.list.open();", list),
        ("let l: &Lists = any(); l.open();", list),
        ("fn f(l: &List) { l.open() } f(any())", list),
        ("fn f(l: &dyn Open, o: Order) { o.open() } f(any())", order),
        ("NONE.open();", list),
        ("Order { list: any() }.open();", order),
        ("List.first().unwrap().open();", order),
        ("async { wire::ask().await.unwrap().open() };", order),
        ("assert_eq!(List.open(), ());", list),
        ("vec![1].open();", ""),
        ("\"a\".to_string().open();", "text"),
        ("Some(List).is_some().open();", "text"),
        ("List.first().open();", "text"),
        // What is not written is not known.
        ("if let Some(o) = List.first() { o.open(); }", both),
        ("let o = Order::new(); let o = made(); o.open();", both),
        ("let o = Order::new(); [1].map(|o| o.open());", both),
        ("let l = List; let (l, _) = made(); l.open();", both),
        ("for o in [Order::new()] { o.open(); }", both),
        ("let o = Order::new(); match made() { o => o.open() }", both),
        ("wire::any().open();", both),
        (
            "fn f(o: &std::cell::RefCell<Order>) { o.borrow().open() } f(any())",
            both,
        ),
        (
            "fn f(o: &std::cell::Cell<Order>) { o.get().open() } f(any())",
            both,
        ),
        (
            "fn f(o: &std::sync::Mutex<Order>) { o.lock().open() } f(any())",
            both,
        ),
        (
            "fn f(o: &std::rc::Rc<Order>) { o.as_ref().open() } f(any())",
            order,
        ),
        (
            "fn f(o: impl std::ops::Deref<Target = Order>) { o.open() } f(any())",
            both,
        ),
        ("let (o, _) = wire::two(); o.open();", order),
        ("let (_, n) = wire::two(); n.open();", "text"),
        ("made().lines().open();", "text"),
        ("made().first().open();", both),
        ("let x: Foreign<List> = any(); x.open();", both),
        ("wire::ask().unwrap().open();", both),
    ] {
        let library = library.replace("BODY", body);
        let way = |to: &str| in_library(&library, to).unwrap_or_default();
        let (to_order, to_list, to_text) = (way("Order::open"), way("List::open"), way("text"));
        let found = match (&to_order[..], &to_list[..]) {
            ("", "") if to_text.is_empty() => "",
            ("", "") => "text",
            (way, "") if !way.contains("by its name") => order,
            ("", way) if !way.contains("by its name") => list,
            (one, other) if one.contains("by its name") && other.contains("by its name") => both,
            _ => "something else",
        };
        // A trait of the workspace may be implemented for everything.
        let expected = if body.starts_with("vec!") {
            "text"
        } else {
            expected
        };
        assert_eq!(found, expected, "{body}: {to_order}, {to_list}, {to_text}");
    }
}

#[test]
fn what_a_type_does_for_traits_of_others_may_be_used_by_whoever_uses_it() {
    let library = "\
struct Order;
impl std::fmt::Display for Order { fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { shown(); Ok(()) } }
fn shown() {}
fn text(order: &Order) -> String { format!(\"{order}\") }
#[test]
fn t() { text(todo!()); }
";
    assert_eq!(
        in_library(library, "shown").as_deref(),
        Some("`t` -> `text` -> by its name `Order::fmt` -> `shown`")
    );
    // What a type consists of does nothing by itself.
    let inner = library.replace("struct Order;", "struct Order(Part);\nstruct Part;");
    assert_eq!(in_library(&inner, "Part"), None);
}

#[test]
fn a_way_has_few_steps_by_names() {
    let library = "\
struct A; struct B; struct C;
impl A { fn a(&self) { made().b() } }
impl B { fn b(&self) { made().c() } }
impl C { fn c(&self) {} }
#[test]
fn t() { made().a() }
";
    assert!(in_library(library, "B::b").is_some());
    assert_eq!(in_library(library, "C::c"), None);
    let known = library.replace("fn t() { made()", "fn t() { A");
    assert!(in_library(&known, "C::c").is_some());
}

/// Packages by their names, with what they depend on, and their libraries.
fn members(packages: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let names: Vec<String> = packages
        .iter()
        .map(|(name, ..)| format!("\"{name}\""))
        .collect();
    let mut files = vec![(
        "Cargo.toml".to_owned(),
        format!(
            "[workspace]\nmembers = [{}]\nresolver = \"3\"\n",
            names.join(", ")
        ),
    )];
    for (name, dependencies, library) in packages {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{dependencies}"
        );
        files.push((format!("{name}/Cargo.toml"), manifest));
        files.push((format!("{name}/src/lib.rs"), (*library).to_owned()));
    }
    files
}

fn across(packages: &[(&str, &str, &str)], to: &str) -> Option<String> {
    let files = members(packages);
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    way(&files, to)
}

#[test]
fn names_mean_only_what_a_package_is_built_with() {
    let core = (
        "core",
        "",
        "pub struct Store; impl Store { pub fn commit(&self) {} }",
    );
    let test = "#[test]\nfn t() { make().commit(); }\n";
    assert_eq!(across(&[core, ("app", "", test)], "Store::commit"), None);
    let needs = "[dev-dependencies]\ncore = { path = \"../core\" }\n";
    assert_eq!(
        across(&[core, ("app", needs, test)], "Store::commit").as_deref(),
        Some("`t` -> by its name `Store::commit`")
    );
}

#[test]
fn a_trait_calls_what_implements_it_wherever_that_is_built_in() {
    let core = (
        "core",
        "",
        "pub trait Store { fn commit(&self); }\npub fn run(store: &dyn Store) { store.commit() }\n",
    );
    let adapter = "use core::Store;\npub struct Memory;\nimpl Store for Memory { fn commit(&self) { kept() } }\nfn kept() {}\n";
    let test = "#[test]\nfn t() { core::run(&Memory) }\n";
    let needs = "[dependencies]\ncore = { path = \"../core\" }\n";
    let tested = format!("{adapter}{test}");
    assert_eq!(
        across(&[core, ("adapter", needs, &tested)], "kept").as_deref(),
        Some("`t` -> `run` -> by its name `Memory::commit` -> `kept`")
    );
    // A test that is not built with it cannot run it.
    let core_tested = format!(
        "{}{}",
        core.2,
        test.replace("core::run(&Memory)", "run(todo!())")
    );
    let packages = [
        ("core", "", core_tested.as_str()),
        ("adapter", needs, adapter),
    ];
    assert_eq!(across(&packages, "kept"), None);
}

//! What the Rust source says about criteria: the tests there are, and the links at tests and at code.

mod doctests;
mod found;
mod input;
mod inventory;
pub(crate) mod lex;
mod link_line;
mod links;
mod macro_tests;
mod substance;

use govern_diagnostics::{FileId, Span};
use text_size::TextRange;

pub use input::{Holds, Input, TestWords};
pub(crate) use inventory::switched_off;
pub use link_line::Role;
pub use links::read;
pub(crate) use substance::Scales;
pub use substance::{Dead, Evidence, Substance, Vain, dead, vain};

use crate::ledger::Level;

/// A test function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// The name of the function.
    pub name: String,
    /// Where it is in each target that has its file. Never empty.
    pub places: Vec<TestPlace>,
    /// Where its name stands.
    pub span: Span,
    /// All of it, with what stands above it.
    pub extent: TextRange,
    /// Whether a table of cases makes several of it.
    pub cases: Cases,
    /// What kind of evidence it is.
    pub level: Level,
    /// Where it is marked `#[ignore]`.
    pub ignored: Option<Span>,
    /// Why, if that says so: `#[ignore = "…"]`.
    pub ignored_because: Option<String>,
    /// Whether it is expected to panic.
    pub should_panic: bool,
    /// Its item in its file; none if it stands in the arguments of a macro.
    pub item: Option<govern_facts::ItemId>,
    /// Whether it exists in the build as configured: no condition that is known not to hold stands above it.
    pub built: bool,
}

/// What a runner lists for a test.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cases {
    /// It, once.
    #[default]
    One,
    /// It several times, as `name::case` for each case. The names of the cases as far as they are known.
    Many(Vec<String>),
}

/// A test in one target.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TestPlace {
    /// The binary as test runners name it: `package`, `package::test`, `package::bin/name`.
    pub binary: String,
    /// The crate as code names it.
    pub krate: String,
    /// The path of the function within the crate: `orders::tests::paid`.
    pub path: String,
}

impl TestPlace {
    /// The name of the test as a runner lists it.
    pub fn full_name(&self) -> String {
        format!("{}::{}", self.binary, self.path)
    }
}

/// A target that tests may be in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestTarget {
    /// Its package.
    pub package: String,
    /// The binary as test runners name it.
    pub binary: String,
    /// The crate as code names it.
    pub krate: String,
    /// The root of its source, from the directory of its package.
    pub source: String,
    /// Whether it is a library or a program, whose tests cargo calls `unittests`.
    pub is_unit: bool,
    /// Whether it is a library.
    pub is_library: bool,
}

/// A link to a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The id as written.
    pub id: String,
    /// Where it stands.
    pub span: Span,
    /// The item that it stands at; none for all of its file.
    pub item: Option<govern_facts::ItemId>,
    /// To what it links the criterion.
    pub end: LinkEnd,
}

/// The other end of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkEnd {
    /// Tests, as rows of [`RustSource::tests`].
    Tests(Vec<usize>),
    /// Code that is there for the criterion.
    Code,
}

/// Something that looks like a link and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenLink {
    /// Where it stands.
    pub span: Span,
    /// It, as written.
    pub text: String,
    /// Why it is no link.
    pub why: Broken,
}

/// Why a link is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The line holds more than ids, or ids that do not look like ids.
    NotOnlyIds,
    /// It says that it verifies, and it stands at something that is no test.
    NotATest,
}

/// A function that is no test, by a name that somebody may take for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainFn {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
}

/// What the Rust source of a workspace says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RustSource {
    /// All tests, in the order of files and of the text.
    pub tests: Vec<Test>,
    /// All links, likewise.
    pub links: Vec<Link>,
    /// What looks like a link and is none.
    pub broken: Vec<BrokenLink>,
    /// Functions that are no tests.
    pub functions: Vec<PlainFn>,
    /// How many files were read.
    pub files: usize,
    /// The targets of all packages.
    pub targets: Vec<TestTarget>,
}

/// A place in a file, from facts.
fn span(file: FileId, extent: govern_facts::Extent) -> Span {
    Span::new(file, extent.range())
}

#[cfg(test)]
mod tests {
    use super::{Broken, Cases, LinkEnd, RustSource};
    use crate::testing::reading;

    fn source(files: &[(&str, &str)]) -> RustSource {
        reading(files).model.rust
    }

    /// Tests as runners name them, with level and what keeps them from running.
    fn tests(source: &RustSource) -> Vec<String> {
        let shown = source.tests.iter().flat_map(|test| {
            let state = match (&test.ignored, test.built) {
                (Some(_), _) => " ignored",
                (None, false) => " not built",
                (None, true) => "",
            };
            test.places
                .iter()
                .map(move |place| format!("{} {}{state}", test.level.name(), place.full_name()))
        });
        shown.collect()
    }

    /// Links with the names of the tests at their other end.
    fn links(source: &RustSource) -> Vec<String> {
        let shown = source.links.iter().map(|link| match &link.end {
            LinkEnd::Code => format!("{} code", link.id),
            LinkEnd::Tests(tests) => {
                let names: Vec<&str> = tests
                    .iter()
                    .map(|&test| source.tests[test].name.as_str())
                    .collect();
                format!("{} {}", link.id, names.join(" "))
            }
        });
        shown.collect()
    }

    #[test]
    fn tests_of_all_kinds_are_found_where_runners_see_them() {
        let source = source(&[
            (
                "Cargo.toml",
                "[package]\nname = \"my-shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[features]\nslow = []\n[dependencies]\ntokio = \"1\"\nrstest = \"1\"\ntest-case = \"1\"\nproptest = \"1\"\n",
            ),
            (
                "src/lib.rs",
                "pub mod orders;\n#[cfg(test)]\nmod tests {\n    use tokio::test as check;\n    #[test]\n    fn plain() {}\n    #[check]\n    async fn renamed() {}\n    #[tokio::test]\n    async fn of_tokio() {}\n    fn helper() {}\n}\n",
            ),
            (
                "src/orders.rs",
                "#[cfg(test)]\nmod inner {\n    use rstest::rstest;\n    use test_case::test_case;\n    #[rstest]\n    #[case(1)]\n    fn of_rstest(#[case] _n: u8) {}\n    #[test_case(1; \"one\")]\n    fn of_test_case(_n: u8) {}\n    #[test]\n    #[ignore = \"slow\"]\n    fn asleep() {}\n    #[test]\n    #[cfg_attr(miri, ignore)]\n    fn awake() {}\n    #[cfg(feature = \"slow\")]\n    #[test]\n    fn elsewhere() {}\n    proptest::proptest! {\n        #[test]\n        fn random(x in 0..9u8) { let _ = x; }\n        fn no_test(x in 0..9u8) { let _ = x; }\n    }\n}\n",
            ),
            (
                "src/bin/my-tool.rs",
                "fn main() {}\n#[test]\nfn in_bin() {\n    #[test]\n    fn unseen() {}\n}\n",
            ),
            (
                "tests/api-v1.rs",
                "mod deep {\n    #[test]\n    fn outside() {}\n}\n",
            ),
        ]);
        assert_eq!(
            tests(&source),
            [
                "unit my-shop::bin/my-tool::in_bin",
                "unit my-shop::tests::plain",
                "unit my-shop::tests::renamed",
                "unit my-shop::tests::of_tokio",
                "unit my-shop::orders::inner::of_rstest",
                "unit my-shop::orders::inner::of_test_case",
                "unit my-shop::orders::inner::asleep ignored",
                "unit my-shop::orders::inner::awake",
                "unit my-shop::orders::inner::elsewhere not built",
                "property my-shop::orders::inner::random",
                "integration my-shop::api-v1::deep::outside",
            ]
        );
    }

    #[test]
    fn cases_are_named_as_the_macros_name_them() {
        let source = source(&[
            (
                "Cargo.toml",
                "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dev-dependencies]\nrstest = \"1\"\nrstest_reuse = \"1\"\ntest-case = \"1\"\n",
            ),
            (
                "tests/all.rs",
                "use rstest::*;\n#[rstest]\nfn alone() {}\n#[rstest]\n#[case(1)]\n#[case::two(2)]\n#[cfg_attr(any(), case::never(3))]\nfn cases(#[case] n: u8) {}\n#[rstest]\n#[case(1)]\nfn values(#[case] n: u8, #[values(1, 2)] m: u8) {}\n#[rstest(n, case(1))]\nfn old(n: u8) {}\n#[rstest_reuse::template]\n#[rstest]\n#[case(1)]\nfn table(#[case] n: u8) {}\n#[rstest_reuse::apply(table)]\nfn of_table(n: u8) {}\n#[test_case::test_case(1; \"one\")]\nfn test_case(n: u8) {}\n#[test]\nfn plain() {}\n",
            ),
        ]);
        let cases: Vec<(&str, Option<String>)> = source
            .tests
            .iter()
            .map(|test| {
                let cases = match &test.cases {
                    Cases::One => None,
                    Cases::Many(names) => Some(names.join(" ")),
                };
                (test.name.as_str(), cases)
            })
            .collect();
        let many = |names: &str| Some(names.to_owned());
        assert_eq!(
            cases,
            [
                ("alone", None),
                ("cases", many("case_1 case_2_two")),
                ("values", many("")),
                ("old", many("")),
                ("of_table", many("")),
                ("test_case", many("")),
                ("plain", None),
            ]
        );
    }

    #[test]
    fn documentation_may_verify_by_its_code() {
        let library = "//! The shop.\n//!\n//! ```text\n//! no test\n//! ```\n\n/// Pays.\n///\n/// Verifies: AC-1\n///\n/// ```\n/// shop::pay();\n/// ```\n///\n/// ```should_panic\n/// shop::pay();\n/// ```\n///\n/// ```sh\n/// pay\n/// ```\npub fn pay() {}\n\npub struct Order;\n\nimpl Order {\n    /// Ships.\n    /// ~~~rust,ignore\n    /// ~~~\n    pub fn ship() {}\n}\n\n/// Verifies: AC-2\npub fn none() {}\n";
        let source = source(&[("src/lib.rs", library)]);
        assert_eq!(
            tests(&source),
            [
                "doctest shop::src/lib.rs - pay (line 11)",
                "doctest shop::src/lib.rs - pay (line 15)",
                "doctest shop::src/lib.rs - Order::ship (line 28) ignored",
            ]
        );
        assert_eq!(
            links(&source),
            ["AC-1 src/lib.rs - pay (line 11) src/lib.rs - pay (line 15)"]
        );
        assert_eq!(source.broken.len(), 1);
    }

    #[test]
    fn tests_that_compile_others_are_of_that_level() {
        let source = source(&[
            (
                "Cargo.toml",
                "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dev-dependencies]\ntrybuild = \"1\"\n",
            ),
            (
                "tests/ui.rs",
                "#[test]\nfn ui() {\n    let t = trybuild::TestCases::new();\n    t.compile_fail(\"tests/ui/*.rs\");\n}\n#[test]\nfn other() {}\n",
            ),
        ]);
        assert_eq!(
            tests(&source),
            ["compile-fail shop::ui::ui", "integration shop::ui::other"]
        );
    }

    #[test]
    fn links_stand_at_tests_and_at_code() {
        let source = source(&[(
            "src/lib.rs",
            r#"//! The shop.
/// Ships.
///
/// AC: AC-CODE-1
pub fn ship() {
    // Implements: AC-CODE-2
}

#[cfg(test)]
mod tests {
    //! AC: AC-ALL-1

    /// AC: AC-1, AC-2
    #[test]
    fn first() {}

    #[test]
    /// AC: AC-3
    #[cfg_attr(false, ac("AC-4", verifies = "AC-5"))]
    // AC: AC-6
    fn second() {
        // AC: AC-7
    }

    // This mentions AC-9.
    fn helper() {}

    proptest::proptest! {
        /// AC: AC-10
        #[cfg_attr(false, ac("AC-11"))]
        #[test]
        fn third(x in 0..9) {}
    }
}
"#,
        )]);
        assert_eq!(
            links(&source),
            [
                "AC-CODE-1 code",
                "AC-CODE-2 code",
                "AC-ALL-1 first second third",
                "AC-1 first",
                "AC-2 first",
                "AC-3 second",
                "AC-4 second",
                "AC-5 second",
                "AC-6 second",
                "AC-7 second",
                "AC-10 third",
                "AC-11 third",
            ]
        );
        assert_eq!(source.broken, []);
    }

    #[test]
    fn a_module_of_tests_may_be_in_other_files() {
        let source = source(&[
            (
                "src/lib.rs",
                "#[cfg(test)]\n#[cfg_attr(false, ac(\"AC-1\"))]\nmod tests;\n//! no\nmod code;\n",
            ),
            ("src/tests.rs", "mod deeper;\n#[test]\nfn here() {}\n"),
            ("src/tests/deeper.rs", "#[test]\nfn there() {}\n"),
            (
                "src/code.rs",
                "//! AC: AC-2\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn besides() {}\n}\n",
            ),
            ("tests/all.rs", "//! AC: AC-3\n#[test]\nfn outside() {}\n"),
        ]);
        assert_eq!(
            links(&source),
            ["AC-2 code", "AC-1 here there", "AC-3 outside"]
        );
    }

    #[test]
    fn a_file_in_two_targets_has_its_tests_twice() {
        let source = source(&[
            ("src/lib.rs", "mod shared;\n"),
            ("src/main.rs", "mod shared;\nfn main() {}\n"),
            ("src/shared.rs", "#[test]\nfn both() {}\n"),
        ]);
        assert_eq!(
            tests(&source),
            [
                "unit shop::shared::both",
                "unit shop::bin/shop::shared::both"
            ]
        );
        assert_eq!(source.tests.len(), 1);
    }

    #[test]
    fn what_looks_like_a_link_and_is_none_is_kept() {
        let source = source(&[(
            "src/lib.rs",
            "/// Verifies: AC-1\npub fn code() {}\n/// AC: AC-2 and prose\n#[test]\nfn a() {}\n#[cfg_attr(false, ac)]\n#[test]\nfn b() {}\n#[cfg_attr(false, ac(3))]\n#[test]\nfn c() {}\n",
        )]);
        assert_eq!(links(&source), [""; 0]);
        let broken: Vec<(&str, Broken)> = source
            .broken
            .iter()
            .map(|broken| (broken.text.as_str(), broken.why))
            .collect();
        assert_eq!(
            broken,
            [
                ("AC-1", Broken::NotATest),
                ("AC: AC-2 and prose", Broken::NotOnlyIds),
                ("ac", Broken::NotOnlyIds),
                ("a link attribute", Broken::NotOnlyIds),
            ]
        );
    }
}

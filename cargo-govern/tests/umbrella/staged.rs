//! Whatever is staged: what is found in it is what a whole run finds there that remembers nothing.

use std::collections::BTreeSet;

use crate::support::Copy;

/// How many changes are tried; each consists of a few of [`CHANGES`].
const TRIED: usize = 24;

const MANIFEST: &str = "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"2\"\n";
const CONFIG: &str = "[lints]\npatterns.unwrap_in_production = \"deny\"\npatterns.panic_in_decoder = \"deny\"\n\
                      patterns.ignored_result = \"deny\"\npatterns.indexing_in_production = \"warn\"\n\
                      patterns.todo_comment = \"warn\"\n\
                      [[patterns.rule]]\nname = \"no-sleep\"\npattern = \"std::thread::sleep($d)\"\nbecause = \"it waits\"\n";
const LIBRARY: &str = "//! All.\npub mod text;\npub mod wire;\npub mod made;\npub use std::dbg as look;\n\
                       macro_rules! own { ($x:expr) => { $x } }\npub(crate) use own;\n";
const TEXT: &str = "//! Texts.\npub fn read(input: &str) -> u32 {\n    input.parse().unwrap()\n}\n\
                    pub fn save() -> Result<(), ()> {\n    crate::own!(Ok(()))\n}\n";
const WIRE: &str = "//! Wires.\npub struct Order(pub u32);\nimpl std::str::FromStr for Order {\n    type Err = ();\n\
                    \x20   fn from_str(text: &str) -> Result<Order, ()> {\n        Ok(Order(crate::text::read(text)))\n    }\n}\n";
const MADE: &str = "//! Made.\nmacro_rules! kind { ($n:ident) => { pub struct $n; impl $n { pub fn unwrap_it(self) {} } } }\n\
                    kind!(One);\npub fn one() -> One {\n    let _ = crate::text::save();\n    One\n}\n\
                    pub fn other() {\n    fn inner() -> u32 { crate::text::read(\"1\") }\n    inner();\n}\n";
const MAIN: &str = "fn main() {\n    let _ = a::text::save();\n    let list = [1, 2];\n    let at = list.len() - 1;\n\
                    \x20   println!(\"{}\", list[at]);\n}\n";
const LOCK: &str = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"b\"\nversion = \"0.1.0\"\ndependencies = [\n \"a\",\n]\n";

/// A change: a file, what of it is replaced by what, and whether that is staged. Nothing to be replaced: all of it, and
/// nothing instead: it is gone.
pub(crate) type Change = (&'static str, &'static str, Option<&'static str>, bool);

pub(crate) const CHANGES: [Change; 52] = [
    // What bodies say.
    (
        "a/src/text.rs",
        "    input.parse()",
        Some("    let f = |it: &str| crate::look!(it.len());\n    f(input);\n    input.parse()"),
        true,
    ),
    (
        "a/src/text.rs",
        "    input.parse()",
        Some("    if input.is_empty() { std::process::exit(1) }\n    input.parse()"),
        true,
    ),
    (
        "a/src/text.rs",
        "    input.parse()",
        Some("    #[cfg(test)]\n    { std::todo!() }\n    #[cfg(not(test))]\n    input.parse()"),
        true,
    ),
    (
        "a/src/made.rs",
        "    One\n",
        Some("    crate::look!(0);\n    own_too!(1);\n    One\n"),
        true,
    ),
    (
        "a/src/made.rs",
        "    inner();\n",
        Some("    std::thread::sleep(d());\n    let _ = crate::text::save();\n    inner();\n"),
        true,
    ),
    (
        "a/src/made.rs",
        "read(\"1\")",
        Some("read(\"2\") + [1, 2][crate::text::read(\"0\") as usize]"),
        true,
    ),
    (
        "b/src/main.rs",
        "let at = list.len() - 1;",
        Some("let at = list.len() - 1; let _ = a::made::one(); dbg!(at);"),
        true,
    ),
    // What they declare.
    (
        "a/src/text.rs",
        "    input.parse()",
        Some("    use std::dbg as see;\n    see!(1);\n    input.parse()"),
        true,
    ),
    (
        "a/src/text.rs",
        "    input.parse()",
        Some("    fn dbg() {}\n    macro_rules! dbg { () => {} }\n    dbg!();\n    input.parse()"),
        true,
    ),
    (
        "a/src/made.rs",
        "kind!(One);",
        Some("kind!(One);\nkind!(Two);"),
        true,
    ),
    (
        "a/src/made.rs",
        "unwrap_it(self)",
        Some("unwrap(self)"),
        true,
    ),
    (
        "a/src/made.rs",
        "kind!(One);",
        Some("mod tests { #[test] fn t() { super::one(); None::<u8>.unwrap(); } }\nkind!(One);"),
        true,
    ),
    (
        "a/src/lib.rs",
        "macro_rules! own",
        Some("pub mod dbg { pub use std::todo as own; }\nmacro_rules! own"),
        true,
    ),
    // Other files.
    (
        "a/src/lib.rs",
        "pub mod text;",
        Some("#[path = \"renamed.rs\"]\npub mod text;"),
        true,
    ),
    ("a/src/renamed.rs", "", Some(TEXT), true),
    (
        "a/src/lib.rs",
        "pub mod made;",
        Some("#[cfg(feature = \"more\")]\npub mod made;"),
        true,
    ),
    (
        "a/Cargo.toml",
        "edition",
        Some("default-run = \"a\"\nedition"),
        true,
    ),
    (
        "a/Cargo.toml",
        "[features]",
        Some("[features]\ndefault = [\"more\"]"),
        true,
    ),
    (
        "a/src/bin/tool.rs",
        "",
        Some("#[path = \"../text.rs\"]\nmod text;\nfn main() { todo!(); text::read(\"1\"); }\n"),
        true,
    ),
    (
        "govern.toml",
        "[lints]",
        Some(
            "[archcheck.layers.inner]\ncrates = [\"a\"]\nmay-use = []\n[patterns.unwrap_in_production]\nonly = { layers = [\"inner\"] }\n[lints]",
        ),
        true,
    ),
    ("a/src/text.rs", ".unwrap()", Some(".unwrap_or(0)"), true),
    ("a/src/text.rs", ".unwrap()", Some(".expect(\"\")"), true),
    (
        "a/src/text.rs",
        "crate::own!(Ok(()))",
        Some("crate::look!(Ok(()))"),
        true,
    ),
    (
        "a/src/text.rs",
        "//! Texts.",
        Some("//! Texts.\n// TODO: more"),
        true,
    ),
    (
        "a/src/text.rs",
        "    input.parse()",
        Some("    // govern:allow(unwrap_in_production) reason=\"tried\"\n    input.parse()"),
        true,
    ),
    (
        "a/src/text.rs",
        "-> Result<(), ()>",
        Some("-> Option<()>"),
        true,
    ),
    ("a/src/text.rs", "", None, true),
    (
        "a/src/text.rs",
        "//! Texts.",
        Some("//! Texts, not staged.\n"),
        false,
    ),
    (
        "a/src/text/more.rs",
        "",
        Some("pub fn f() { dbg!(1); }\n"),
        true,
    ),
    (
        "a/src/text/more.rs",
        "",
        Some("pub fn f() { dbg!(2); }\n"),
        false,
    ),
    (
        "a/src/lib.rs",
        "pub mod text;",
        Some("pub mod text;\npub mod words;"),
        true,
    ),
    (
        "a/src/lib.rs",
        "pub mod text;",
        Some("#[cfg(test)]\npub mod text;"),
        true,
    ),
    (
        "a/src/lib.rs",
        "std::dbg as look",
        Some("std::assert as look"),
        true,
    ),
    (
        "a/src/lib.rs",
        "pub use std::dbg",
        Some("pub use std::todo"),
        true,
    ),
    (
        "a/src/words.rs",
        "",
        Some("use crate::look as see;\npub fn f() { see!(1); std::thread::sleep(d()); }\n"),
        true,
    ),
    (
        "a/src/words.rs",
        "",
        Some(
            "use std::thread as t;\npub fn f() { t::sleep(d()) }\nimpl X { pub fn unwrap(self) {} }\n",
        ),
        true,
    ),
    ("a/src/wire.rs", "crate::text::read(text)", Some("0"), true),
    (
        "a/src/wire.rs",
        "crate::text::read(text)",
        Some("text.as_bytes()[text.len() / 2].into()"),
        true,
    ),
    ("a/src/wire.rs", "Ok(Order", Some("Ok(Order {"), true),
    (
        "b/src/main.rs",
        "let _ = a::text::save();",
        Some("a::look!(1);"),
        true,
    ),
    (
        "b/src/main.rs",
        "let _ =",
        Some("std::process::exit(2); let _ ="),
        true,
    ),
    (
        "b/src/main.rs",
        "fn main() {",
        Some("use std::process::exit as leave;\nfn f() { leave(1) }\nfn main() {"),
        true,
    ),
    (
        "b/Cargo.toml",
        "edition = \"2024\"",
        Some("edition = \"2021\""),
        true,
    ),
    ("b/Cargo.toml", "", None, true),
    ("Cargo.toml", "\"a\", \"b\"", Some("\"a\""), true),
    (
        "Cargo.toml",
        "resolver",
        Some("# one more line\nresolver"),
        true,
    ),
    ("Cargo.lock", "", None, true),
    (
        "govern.toml",
        "unwrap_in_production = \"deny\"",
        Some("unwrap_in_production = \"allow\""),
        true,
    ),
    (
        "govern.toml",
        "[[patterns.rule]]",
        Some("[patterns]\nexclude = [\"a/src/text.rs\"]\n[[patterns.rule]]"),
        true,
    ),
    ("govern.toml", "it waits", Some("not staged"), false),
    (
        "README.md",
        "",
        Some("See [text](a/src/text.rs), [words](a/src/words.rs).\n"),
        true,
    ),
    (".env", "", Some("KEY=1\n"), true),
];

pub(crate) fn repository() -> Copy {
    let package = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{rest}")
    };
    let copy = Copy::with(&[
        ("Cargo.toml", MANIFEST),
        ("Cargo.lock", LOCK),
        ("govern.toml", CONFIG),
        (".gitignore", "target\n"),
        ("a/Cargo.toml", &package("a", "[features]\nmore = []\n")),
        ("a/src/made.rs", MADE),
        ("a/src/lib.rs", LIBRARY),
        ("a/src/text.rs", TEXT),
        ("a/src/wire.rs", WIRE),
        (
            "b/Cargo.toml",
            &package("b", "[dependencies]\na = { path = \"../a\" }\n"),
        ),
        ("b/src/main.rs", MAIN),
    ]);
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "--message", "all"]);
    copy
}

/// Makes a change; one of something that is not there any more is none.
pub(crate) fn change(copy: &Copy, (path, from, to, is_staged): Change) {
    let before = copy.path(path).is_file().then(|| copy.read(path));
    let after = match (before, to) {
        (None, _) if !from.is_empty() => return,
        (None, None) => return,
        (Some(_), None) => {
            copy.remove(path);
            copy.git(&["add", "--all", "."]);
            return;
        }
        (Some(before), Some(to)) if !from.is_empty() => before.replace(from, to),
        (_, Some(to)) => to.to_owned(),
    };
    copy.write(path, after);
    if is_staged {
        copy.git(&["add", "--force", path]);
    }
}

/// Numbers by chance, the same in each run.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new() -> Chance {
        Chance(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).expect("it is below")
    }
}

/// What was found in files by the gates that look at what is staged; what is wrong with the workspace as a whole, too.
fn found(said: &str, files: &BTreeSet<String>) -> Vec<String> {
    let is_asked = |line: &&str| {
        let Some((place, code)) = line.split_once('[') else {
            return false;
        };
        let path = place.split(':').next().unwrap_or_default();
        let stops = ["config]", "workspace]"]
            .iter()
            .any(|it| code.starts_with(it));
        let by_gate = ["patterns::", "repository::", "source]", "syntax]"];
        stops || files.contains(path) && by_gate.iter().any(|it| code.starts_with(it))
    };
    let lines = said.lines().filter(is_asked);
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    lines.sort();
    lines
}

/// AC: AC-GOVERN-CMD-STAGED
#[test]
fn what_is_staged_is_found_as_a_whole_run_finds_it() {
    let copy = repository();
    let check = ["check", "--offline", "--format", "short"];
    let mut chance = Chance::new();
    let (mut findings, mut all) = (0, BTreeSet::new());
    for tried in 0..TRIED {
        copy.git(&["reset", "--quiet", "--hard"]);
        copy.git(&["clean", "-fdqx", "--exclude=target"]);
        let made: Vec<Change> = (0..=chance.below(3))
            .map(|_| CHANGES[chance.below(CHANGES.len())])
            .collect();
        made.iter().for_each(|it| change(&copy, *it));
        let (_, staged) = copy.try_git(&[], &["diff", "--cached", "--name-only", "--no-renames"]);
        let files: BTreeSet<String> = staged.lines().map(str::to_owned).collect();
        let whole = Copy::with(&[]);
        let prefix = format!("--prefix={}/", whole.path(""));
        copy.git(&["checkout-index", "--all", &prefix]);
        whole.git(&["init", "--quiet"]);
        whole.git(&["add", "--all", "--force", "."]);
        let before = found(
            &whole.govern(&[&check[..], &["--no-cache"]].concat()).out,
            &files,
        );
        // Not a byte is otherwise where nothing is remembered.
        let anew = copy.govern(&[&check[..], &["--staged", "--no-cache"]].concat());
        // The second time it may know something from the first.
        for time in 0..2 {
            let said = copy.govern(&[&check[..], &["--staged"]].concat());
            assert!(!said.err.contains("panicked"), "{}", said.err);
            assert_eq!(
                found(&said.out, &files),
                before,
                "{tried}, {time}: {made:#?}\n{}",
                said.out
            );
            assert_eq!(said.out, anew.out, "{tried}, {time}: {made:#?}");
        }
        findings += before.len();
        let code = |line: &String| line.split(['[', ']']).nth(1).map(str::to_owned);
        all.extend(before.iter().filter_map(code));
    }
    // It would be no comparison if there were nothing.
    assert!(findings > TRIED && all.len() >= 8, "{findings}: {all:?}");
}

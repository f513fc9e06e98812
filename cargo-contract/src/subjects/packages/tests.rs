//! Which packages are looked at, and that nothing else would be found if all were.

use std::fmt::Write;

use govern_gate::link;
use govern_testing::workspace;
use govern_workspace::Workspace;

use super::Packages;
use crate::collect::Side;
use crate::subjects::code::Code;
use crate::subjects::find::found_in;
use crate::subjects::{Given, Subjects};

const SEVERAL: &str = "
//- /app/src/main.rs deps:bus
fn main() {}
//- /bus/src/lib.rs deps:async-nats,words
use async_nats::Client;
//- /loud/src/lib.rs
pub fn f() { async_nats::connect(\"a\"); }
//- /other/src/lib.rs deps:words
pub fn f() {}
//- /tool/src/main.rs deps:toolkit
fn main() {}
//- /toolkit/src/lib.rs
pub fn f() {}
//- /words/src/lib.rs
pub const A: &str = \"a\";
";

#[test]
fn packages_are_told_apart_by_what_they_can_have_to_do_with_the_client() {
    let workspace = workspace(SEVERAL);
    let packages = Packages::new(&workspace);
    let named = |are: &dyn Fn(&[govern_workspace::PackageId]) -> bool| -> Vec<&str> {
        let all = workspace.packages().iter();
        all.filter(|it| are(&[it.id]))
            .map(|it| it.name.as_str())
            .collect()
    };
    let near = named(&|it| packages.are_near(it));
    assert_eq!(near, ["app", "bus", "loud"]);
    let given = named(&|it| packages.are_given(it));
    assert_eq!(given, ["app", "bus", "loud", "words"]);
    let tied = named(&|it| packages.are_tied(it));
    assert_eq!(tied, ["app", "bus", "loud", "other", "words"]);
    let words = [workspace.package_named("words").unwrap().id];
    let seeing = named(&|it| packages.see(it, &words));
    assert_eq!(seeing, ["app", "bus", "other", "words"]);
}

/// All that is found, as text.
fn shown(workspace: &Workspace, packages: Packages) -> String {
    let names = link(workspace);
    let side = Side {
        workspace,
        names: &names,
    };
    let given = Given::default();
    let Subjects {
        sites,
        streams,
        consumers,
        needs,
        handlers,
        opaque,
        unknown_storage,
        ..
    } = found_in(&Code::of(&side, &given.tokens, packages), &given);
    format!(
        "{sites:#?}{streams:#?}{consumers:#?}{needs:#?}{handlers:#?}{opaque:#?}{unknown_storage:#?}"
    )
}

/// Numbers that are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// A workspace of a few packages that pass subjects, clients and subscriptions to each other, through functions, fields, ports
/// and type parameters; each knows some of those before it, the first by some way or other.
fn program(numbers: &mut Numbers) -> String {
    let mut text = String::new();
    for own in 0..4 {
        let mut known: Vec<u64> = (0..own).filter(|_| numbers.below(2) == 0).collect();
        if own > 0 && known.is_empty() {
            known.push(numbers.below(own));
        }
        let has_client = own == 3 || numbers.below(3) == 0;
        let mut needs: Vec<String> = known.iter().map(|it| format!("p{it}")).collect();
        needs.extend(has_client.then(|| "async-nats".to_owned()));
        let needs = match needs.is_empty() {
            true => String::new(),
            false => format!(" deps:{}", needs.join(",")),
        };
        let mut put = |code: String| writeln!(text, "{code}").unwrap();
        put(format!("//- /p{own}/src/lib.rs{needs}"));
        put(format!(
            "pub const A: &str = \"a.{own}\";
pub struct Config {{ pub subject: String, pub size: usize }}
pub trait Port {{ fn send(&self, subject: &str); }}
pub fn worded(word: &str) -> String {{ format!(\"{{}}.{{word}}\", A) }}
pub async fn drained<S: Stream>(mut all: S) {{ while let Some(one) = all.next().await {{ done(one).await; }} }}
pub fn odd(it: Foreign) {{ it.inner().send(\"odd.{own}\"); it.get(\"k\"); }}"
        ));
        if has_client {
            put(
                "pub struct Bus { pub client: async_nats::Client, pub config: Config }
impl Port for Bus { fn send(&self, subject: &str) { self.client.publish(subject.to_owned(), p); } }
impl Bus {
    pub fn tell(&self) { self.client.publish(format!(\"{}.told\", self.config.subject), p); }
    pub fn say(&self, word: &str) { self.client.publish(worded(word), p); }
}"
                .to_owned(),
            );
        }
        for (at, other) in known.iter().enumerate() {
            for _ in 0..2 {
                let code = match numbers.below(7) {
                    0 => format!(
                        "pub fn made{at}() -> p{other}::Config {{ p{other}::Config {{ subject: \"c.{own}\".into(), size: 1 }} }}"
                    ),
                    1 => format!(
                        "pub fn set{at}(it: &mut p{other}::Config) {{ it.subject = p{other}::worded(\"set\"); }}"
                    ),
                    2 => format!(
                        "pub fn use{at}(it: &dyn p{other}::Port) {{ it.send(\"u.{own}\"); }}"
                    ),
                    3 => format!(
                        "pub fn bus{at}(it: &p{other}::Bus) {{ it.say(\"b.{own}\"); it.send(A); }}"
                    ),
                    4 if has_client => format!(
                        "pub async fn hear{at}(c: async_nats::Client) {{ let all = c.subscribe(\"h.{own}\").await.unwrap(); p{other}::drained(all).await; }}"
                    ),
                    5 if has_client => format!(
                        "pub fn pass{at}(c: async_nats::Client, it: &p{other}::Config) {{ c.publish(it.subject.clone(), p); }}"
                    ),
                    _ => format!(
                        "impl p{other}::Port for Config {{ fn send(&self, subject: &str) {{ log(subject); }} }}"
                    ),
                };
                put(code);
            }
        }
    }
    text
}

#[test]
fn nothing_else_is_found_if_all_packages_are_looked_at() {
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let mut known = 0;
    for _ in 0..60 {
        let text = program(&mut numbers);
        let workspace = workspace(&text);
        let all = Packages::all(&workspace);
        let found = shown(&workspace, Packages::new(&workspace));
        assert_eq!(found, shown(&workspace, all), "{text}");
        known += found.matches("Site {").count();
    }
    // Programs in which nothing is found say nothing.
    assert!(known > 200, "{known}");
}

#[test]
fn what_is_not_tied_to_the_client_changes_nothing() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for _ in 0..20 {
        let text = program(&mut numbers);
        // Behind all others in the order of paths: places are the same.
        let beside = format!(
            "{text}//- /zoo/src/lib.rs
pub trait Port {{ fn send(&self, subject: &str); }}
pub struct Config {{ pub subject: String }}
impl Port for Config {{ fn send(&self, subject: &str) {{ log(subject); }} }}
pub fn f(it: Foreign) {{ it.inner().send(\"z\"); it.say(\"z\"); it.get(\"z\"); }}
pub fn g(it: &dyn Port) {{ it.send(\"zz\"); }}
"
        );
        let [alone, beside] = [&text, &beside].map(|text| {
            let workspace = workspace(text);
            shown(&workspace, Packages::new(&workspace))
        });
        assert_eq!(alone, beside, "{text}");
    }
}

//! Witnesses of NATS, by a matcher that knows only what `*` and `>` mean, over the texts of the fixtures. That these mean the same
//! to the rules, a server shows where subjects are read.

use super::Case;

/// Whether a set of subjects has one in it.
fn covers(set: &str, subject: &str) -> bool {
    match (set.split_once('.'), subject.split_once('.')) {
        _ if set == ">" => true,
        (Some((a, set)), Some((b, subject))) => (a == "*" || a == b) && covers(set, subject),
        (None, None) => set == "*" || set == subject,
        _ => false,
    }
}

/// The sets that stand behind words of a text, in quotes: those of the first quotes behind each.
fn behind(text: &str, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for word in words {
        for (at, _) in text.match_indices(word) {
            let quoted = text[at + word.len()..].split('"').nth(1);
            found.extend(quoted.map(str::to_owned));
        }
    }
    found
}

const HEARD: &[&str] = &["subscribe("];
const SAID: &[&str] = &["publish(", "publish_with_headers(", "request("];
const KEPT: &[&str] = &["subjects: vec!["];

fn any(sets: &[String], subject: &str) -> bool {
    sets.iter().any(|it| covers(it, subject))
}

/// That a subject was heard, and is not.
pub(crate) fn unheard(_: &str, case: &Case) -> Result<(), String> {
    let source = "src/main.rs";
    let (old, new) = (
        behind(&case.was(source), HEARD),
        behind(&case.now(source), HEARD),
    );
    case.is_so(any(&old, &case.witness) && !any(&new, &case.witness))
}

/// That a subject is published, and no stream has it.
pub(crate) fn unkept(_: &str, case: &Case) -> Result<(), String> {
    let text = case.now("src/main.rs");
    let said = behind(&text, SAID).contains(&case.witness);
    case.is_so(said && !any(&behind(&text, KEPT), &case.witness))
}

/// That two streams have a subject.
pub(crate) fn kept_twice(_: &str, case: &Case) -> Result<(), String> {
    let kept = behind(&case.now("src/main.rs"), KEPT);
    let both = kept.iter().filter(|it| covers(it, &case.witness));
    case.is_so(both.count() == 2)
}

/// That a subject is published, and no permission has it.
pub(crate) fn unallowed(_: &str, case: &Case) -> Result<(), String> {
    let text = case.now("src/main.rs");
    let bucket = case.witness.strip_prefix("$KV.");
    let said = match bucket.and_then(|it| it.strip_suffix(".>")) {
        Some(bucket) => behind(&text, &["bucket: "]).contains(&bucket.to_owned()),
        None => behind(&text, SAID).contains(&case.witness),
    };
    let allowed = behind(&case.now("deploy/nats.conf"), &["publish = "]);
    case.is_so(said && !allowed.is_empty() && !any(&allowed, &case.witness))
}

/// That a permission has a subject, which is not published.
pub(crate) fn needless(_: &str, case: &Case) -> Result<(), String> {
    let mut notes = case.notes.iter();
    let example = notes.find_map(|it| it.strip_prefix("no code needs `")?.strip_suffix('`'));
    let example = example.ok_or("there is no example")?;
    let said = any(&behind(&case.now("src/main.rs"), SAID), example);
    let allowed = behind(&case.now("deploy/nats.conf"), &["publish = "]);
    case.is_so(any(&allowed, example) && allowed.contains(&case.witness) && !said)
}

/// That a subject is heard where it is published.
pub(crate) fn echoed(_: &str, case: &Case) -> Result<(), String> {
    let text = case.now("src/main.rs");
    let said = behind(&text, SAID).contains(&case.witness);
    case.is_so(said && any(&behind(&text, HEARD), &case.witness))
}

/// That two programs publish a subject.
pub(crate) fn published_twice(_: &str, case: &Case) -> Result<(), String> {
    let (witness, programs) = (&case.named[2], &case.named[..2]);
    let says =
        |it: &String| behind(&case.now(&format!("{it}/src/main.rs")), SAID).contains(witness);
    case.is_so(programs.iter().all(says))
}

/// That a subject is published, and the manifest does not have it.
pub(crate) fn undeclared(_: &str, case: &Case) -> Result<(), String> {
    // Its parts are put together where it runs.
    let text = case.now("src/main.rs");
    let parts = case.witness.rsplit_once('.').ok_or("it has no parts")?;
    let has = |part: &str| text.contains(&format!("\"{part}\""));
    let said = behind(&text, SAID).contains(&case.witness) || (has(parts.0) && has(parts.1));
    let manifest = case.now("contracts/manifest.toml");
    case.is_so(said && !manifest.contains(&format!("\"{}\"", case.witness)))
}

/// That the manifest has a subject, and nothing publishes it.
pub(crate) fn unused(_: &str, case: &Case) -> Result<(), String> {
    let said = ["src/lib.rs", "src/main.rs"].map(|it| behind(&case.now(it), SAID));
    let said = said.iter().any(|it| any(it, &case.witness));
    case.is_so(case.now("contracts/manifest.toml").contains(&case.witness) && !said)
}

/// That a code was declared, and is not.
pub(crate) fn undeclared_code(_: &str, case: &Case) -> Result<(), String> {
    let codes = |text: String| behind(&text, &["\ncode = "]);
    let path = "contracts/errors.toml";
    let (old, new) = (codes(case.was(path)), codes(case.now(path)));
    case.is_so(old.contains(&case.witness) && !new.contains(&case.witness))
}

/// That something was asked for by its name, and is not.
pub(crate) fn abandoned(_: &str, case: &Case) -> Result<(), String> {
    let name = &case.witness;
    let names = [format!("\"{name}\""), format!("\"$KV.{name}.")];
    let has = |text: String| names.iter().any(|it| text.contains(it));
    let source = "src/main.rs";
    case.is_so(has(case.was(source)) && !has(case.now(source)))
}

/// That what is there under a name was published under another one, and both are said of the same.
pub(crate) fn renamed(rule: &str, case: &Case) -> Result<(), String> {
    let has = |text: String, name: &str| text.contains(&format!("\"{name}\""));
    let source = "src/main.rs";
    let (was, is) = match (rule, &case.named[..]) {
        ("durable_renamed", [was, _, is, ..]) => (was, is),
        (_, [_, was, is, ..]) => (was, is),
        _ => return Err("it names nothing".to_owned()),
    };
    case.is_so(
        has(case.was(source), was)
            && !has(case.was(source), is)
            && has(case.now(source), is)
            && !has(case.now(source), was),
    )
}

#[test]
fn sets_mean_what_they_mean() {
    for (set, subject, has) in [
        ("a.b", "a.b", true),
        ("a.*", "a.b", true),
        ("a.*", "a.b.c", false),
        ("a.>", "a.b.c", true),
        ("a.>", "a", false),
        ("*.b", "a.b", true),
        ("a.b", "a.c", false),
    ] {
        assert_eq!(covers(set, subject), has, "{set} {subject}");
    }
}

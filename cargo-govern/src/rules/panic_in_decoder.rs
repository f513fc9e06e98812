//! What comes from outside makes a decoder panic.

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::patterns::{Decoder, PanicKind, Patterns};
use crate::role::Role;

pub(super) static RULE: Rule<Patterns> = Rule {
    info: RuleInfo {
        gate: crate::NAME,
        name: "panic_in_decoder",
        summary: "decoding what comes from outside may panic",
        level: Level::Warn,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds what panics on the way from functions that decode: `unwrap`, `expect`, `panic!`, `todo!`, `unimplemented!`, `unreachable!`, and, if
you want it, accesses by index other than by a number as it is. The way is shown, and it is the shortest one. Functions that decode are

- methods of `serde::Deserialize`, `serde::de::Visitor`, `FromStr`, `tokio_util::codec::Decoder`,
- methods of `TryFrom` of bytes or text (`&[u8]`, `Vec<u8>`, `Bytes`, `&str`, `String`),
- functions that take bytes or text and are called `decode`, `decode_…`, `from_bytes` or `from_slice`, or as you say.

Calls are followed as far as names decide them: functions, associated functions, and methods on `self`.

```toml
[patterns.panic_in_decoder]
functions = ["orders::wire::**", "**::parse_*"] # replaces the names above; globs of paths
indexing = true                        # default false
only = { layers = ["adapter"] }        # where decoders are; or `except`; { crates, files, layers }
```

### Why is this bad?

Whoever can send a message can stop the program.

### Example

```rust
impl TryFrom<&[u8]> for Order {
    type Error = DecodeError;

    fn try_from(frame: &[u8]) -> Result<Self, DecodeError> {
        Ok(Order { lines: lines(frame) })
    }
}

fn lines(frame: &[u8]) -> u8 {
    *frame.last().expect("a frame has a trailer")
}
```

### Use instead

```rust
fn lines(frame: &[u8]) -> Result<u8, DecodeError> {
    frame.last().copied().ok_or(DecodeError::Short)
}
```

### Limits

Methods of values other than `self` are not followed, and neither are functions of external crates. That an index was checked before is
not seen, nor that a value is there for another reason: what says so in the code is better said by its types.
"#;

fn check(patterns: &Patterns, findings: &mut Findings) {
    let settings = &patterns.settings.panic_in_decoder;
    let decoding = &patterns.decoding;
    findings.idle(super::NOTHING);
    let counts = |decoder: &Decoder| {
        decoder.site.role == Role::Production && patterns.is_in(&settings.reach, &decoder.site)
    };
    findings.checked(decoding.decoders.iter().filter(|it| counts(it)).count());
    for panic in &decoding.panics {
        let decoder = &decoding.decoders[panic.decoder];
        if !counts(decoder) || panic.what == PanicKind::Index && !settings.indexing {
            continue;
        }
        let what = match &panic.what {
            PanicKind::Method(name) => format!("`{name}`"),
            PanicKind::Macro(name) => format!("`{name}!`"),
            PanicKind::Index => "an access by index".to_owned(),
        };
        let (start, end) = (patterns.place(&decoder.site), patterns.place(&panic.site));
        let finding = findings.report(
            panic.site.span,
            format!("{start} -> {end}: {}", what.trim_matches('`')),
            format!("decoding may panic: `{start}` comes to {what}"),
        );
        if panic.way.is_empty() {
            finding.note(format!("`{start}` is given what comes from outside"));
        } else {
            let way: Vec<&str> = panic.way.iter().map(|(name, _)| name.as_str()).collect();
            finding.note(format!(
                "`{}` calls `{}`",
                decoder.name,
                way.join("`, which calls `")
            ));
            finding.related(decoder.site.span, "this is given what comes from outside");
            for (name, span) in &panic.way {
                finding.related(*span, format!("`{name}` is called"));
            }
        }
        finding.help("return an error");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, outcome, session};

    const CODE: &str = "use std::str::FromStr;
struct Order(u8);
impl TryFrom<&[u8]> for Order {
    type Error = ();
    fn try_from(frame: &[u8]) -> Result<Self, ()> { Self::check(frame); Ok(Order(first(frame))) }
}
impl Order {
    fn check(frame: &[u8]) { trailer(frame) }
    fn show(&self) { self.0.checked_add(1).expect(\"a\"); }
}
impl TryFrom<u8> for Order { type Error = (); fn try_from(x: u8) -> Result<Self, ()> { panic!() } }
impl FromStr for Order {
    type Err = ();
    fn from_str(s: &str) -> Result<Self, ()> { let t = &s[1..]; Ok(Order(s.len() as u8)) }
}
fn first(frame: &[u8]) -> u8 { frame[0] }
fn trailer(frame: &[u8]) { if frame.is_empty() { unreachable!() } frame.last().expect(\"b\"); }
fn decode_all(frames: &[u8]) { frames.iter().map(one); }
fn one(x: &u8) { other::two(x) }
mod other { pub fn two(x: &u8) { todo!() } }
fn decode(x: u8) { panic!() }
#[cfg(test)] mod tests { fn decode(x: &[u8]) { panic!() } }";

    #[test]
    fn panics_are_found_along_calls() {
        assert_eq!(
            testing::found("panic_in_decoder", CODE),
            [
                "src/lib.rs:17 unreachable",
                "src/lib.rs:17 expect",
                "src/lib.rs:20 todo",
            ]
        );
        let outcome = outcome("panic_in_decoder", &session(CODE));
        assert_eq!(outcome.checked, 3);
        let said: Vec<&str> = outcome
            .findings
            .iter()
            .flat_map(|it| it.notes.iter().map(String::as_str))
            .collect();
        assert_eq!(
            said,
            [
                "`Order::try_from` calls `Order::check`, which calls `trailer`",
                "`Order::try_from` calls `Order::check`, which calls `trailer`",
                "`decode_all` calls `one`, which calls `two`",
            ]
        );
    }

    #[test]
    fn what_decodes_is_configurable() {
        let with = |keys: &str| {
            let fixture = format!("{CODE}\n//- govern.toml\n[patterns.panic_in_decoder]\n{keys}");
            testing::found("panic_in_decoder", &fixture).len()
        };
        assert_eq!(with("indexing = true"), 4);
        assert_eq!(with("functions = []"), 2);
        assert_eq!(
            with("functions = [\"orders::first\"]\nexcept.files = [\"src/**\"]"),
            0
        );
    }
}

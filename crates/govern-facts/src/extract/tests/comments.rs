//! Comments with markers, and `unsafe`.

use super::{check, place};
use crate::{Edition, FileFacts, extract};

fn comments(facts: &FileFacts) -> Vec<String> {
    let rows = facts.comments.iter();
    rows.map(|row| {
        let item = row.item.map_or(String::new(), |id| {
            format!(" of {}", facts.text(facts.item(id).name))
        });
        format!(
            "{:?} {}{item}{}",
            row.kind,
            facts.text(row.text),
            place(facts, row.scope, None)
        )
    })
    .collect()
}

fn unsafes(facts: &FileFacts) -> Vec<String> {
    let rows = facts.unsafes.iter();
    rows.map(|row| {
        format!(
            "{:?}{}",
            row.kind,
            if row.justified { " justified" } else { "" }
        )
    })
    .collect()
}

#[test]
fn markers() {
    check(
        comments,
        "//! TODO a\n// nothing\n/// AC-CORE-001\n#[x]\nfn f() {\n  // FIXME b\n  let x = 1; /* XXX */\n}\n// HACK\nmod m {\n  //! SAFETY: c\n  /** govern: d */\n  struct S; //// TODO e\n}\n/*** TODO */ /**/\n//",
        &[
            "InnerDoc //! TODO a",
            "OuterDoc /// AC-CORE-001 of f",
            "Line // FIXME b in f",
            "Block /* XXX */ in f",
            "Line // HACK of m",
            "InnerDoc //! SAFETY: c of m in m",
            "OuterDoc /** govern: d */ of S in m",
            "Line //// TODO e in m",
            "Block /*** TODO */",
        ],
    );
}

#[test]
fn scopes_with_attribute_conditions_do_not_confuse() {
    check(
        comments,
        "#[cfg(a)] #[derive(b::C)]\n// TODO 1\nstruct S {\n// TODO 2\nx: u8 }\n#[cfg(d)] e! { /* TODO 3 */ f::g }\n// TODO 4\nfn h() {}",
        &[
            "Line // TODO 1 in S if a",
            "Line // TODO 2 in S if a",
            "Block /* TODO 3 */",
            "Line // TODO 4 of h",
        ],
    );
}

#[test]
fn comments_of_what_is_too_deep() {
    let source = format!("// TODO x\n{}", "(".repeat(100_000));
    let (facts, errors) = extract(&source, Edition::E2024);
    assert_eq!(comments(&facts), ["Line // TODO x"]);
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].message, "nested too deeply to be analysed");
}

#[test]
fn kinds_of_unsafe() {
    check(
        unsafes,
        "unsafe fn a() { unsafe {} } unsafe impl B for C {} unsafe trait D {} unsafe extern \"C\" {} fn e() { f!(unsafe { g() }); h!(unsafe fn i() {}); } type J = unsafe fn(); #[unsafe(no_mangle)] fn k() {}",
        &["Fn", "Block", "Impl", "Trait", "ExternBlock", "InMacro"],
    );
}

#[track_caller]
fn justified(source: &str, expected: &[bool]) {
    let facts = super::facts(source);
    assert_eq!(
        facts
            .unsafes
            .iter()
            .map(|row| row.justified)
            .collect::<Vec<_>>(),
        expected,
        "\n{source}"
    );
}

#[test]
fn safety_comments() {
    justified(
        "fn f() { // SAFETY: a\n unsafe {} unsafe {} }",
        &[true, false],
    );
    justified(
        "fn f() { // safety : a\n let x = g(y, unsafe {}); let z = unsafe {}; }",
        &[true, false],
    );
    justified(
        "fn f() { unsafe { // SAFETY: a\n } unsafe { x; /* SAFETY: late */ } }",
        &[true, false],
    );
    justified(
        "fn f() { /* a\n * SAFETY: b */ unsafe {} // SAFETY: of the next\n }",
        &[true],
    );
    justified("fn f() { // no SAFETY here\n unsafe {} }", &[false]);
    justified("fn f() { // SAFETYNET: x\n unsafe {} }", &[false]);
    justified(
        "fn f() { m! { // SAFETY: a\n unsafe { b() }; unsafe { c() } } }",
        &[true, false],
    );
    justified(
        "/// a\n/// # Safety\n/// b\n#[inline]\npub const unsafe fn f() {} unsafe fn g() {}",
        &[true, false],
    );
    justified("/// ## Safety\nunsafe fn f() {}", &[true]);
    justified(
        "// SAFETY: a\nunsafe impl A for B {}\nunsafe impl C for D {}",
        &[true, false],
    );
    let long = format!(
        "{}/// # Safety\n{}unsafe fn f() {{}}",
        "/// a\n".repeat(1000),
        "/// b\n".repeat(1000)
    );
    justified(&long, &[true]);
}

#[test]
fn a_safety_comment_is_for_one_arm_or_argument() {
    justified(
        "fn f() { match x { // SAFETY: a\n A => unsafe { a() }, B => unsafe { b() }, // SAFETY: c\n C => unsafe { c() } } }",
        &[true, false, true],
    );
    justified(
        "fn f() { g(/* SAFETY: a */ unsafe { a() }, unsafe { b() }) }",
        &[true, false],
    );
    justified(
        "fn f() { // SAFETY: both\n g(unsafe { a() }, unsafe { b() }) }",
        &[true, false],
    );
    justified(
        "fn f() { // SAFETY: a\n g(x, (y, z), unsafe { a() }) }",
        &[true],
    );
}

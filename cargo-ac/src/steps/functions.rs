//! Step functions in the source: functions with `#[given]`, `#[when]` or `#[then]` of the crate `cucumber`, by the name that
//! the attribute is bound to.

use govern_diagnostics::{FileId, Span};
use govern_facts::{Attr, FileFacts, Item, ItemId, ItemKind, MetaValue, Type, TypeId};
use govern_names::{CrateKind, InstanceId, Meaning};

use super::parameter::argument;
use super::pattern::{Argument, Pattern};
use super::types::{is_cucumber, type_of};
use super::{StepFn, StepKind, StepPlace, Steps, World, runners};
use crate::rust::{Input, switched_off};

/// What files say about steps.
pub fn read(files: &[FileId], input: &Input<'_>) -> Steps {
    let mut functions = Vec::new();
    for &file in files {
        let Some(facts) = (input.facts)(file) else {
            continue;
        };
        for (row, item) in facts.items.iter().enumerate() {
            let ItemKind::Fn { signature } = item.kind else {
                continue;
            };
            if item.attrs.is_empty() {
                continue;
            }
            let id = ItemId(u32::try_from(row).unwrap_or(u32::MAX));
            for attr in facts.attrs_of(item.attrs) {
                let Some(kind) = step_kind(file, facts, attr, input) else {
                    continue;
                };
                let params = &facts.signatures[signature as usize].params;
                functions.push(step(file, facts, (id, item), attr, kind, params, input));
            }
        }
    }
    functions.sort_by_key(|function| (function.span.file, function.attribute.range.start()));
    let runners = if functions.is_empty() {
        Vec::new()
    } else {
        runners::read(files, &functions, input)
    };
    Steps { functions, runners }
}

/// The kind of step that an attribute makes of a function, if it is one of cucumber-rs.
fn step_kind(file: FileId, facts: &FileFacts, attr: &Attr, input: &Input<'_>) -> Option<StepKind> {
    let path = attr.path?;
    let of_name = |name: &str| match name {
        "given" => Some(StepKind::Given),
        "when" => Some(StepKind::When),
        "then" => Some(StepKind::Then),
        _ => None,
    };
    let kind = match input.names.meaning(facts, file, path) {
        Meaning::External(path) if is_cucumber(&path) => of_name(path.rsplit("::").next()?)?,
        // What a glob of another crate brings in is not known by name.
        Meaning::Unresolved if has_glob_of_cucumber(facts) => of_name(facts.attr_path(attr))?,
        _ => return None,
    };
    (!switched_off(file, facts, attr, input)).then_some(kind)
}

fn has_glob_of_cucumber(facts: &FileFacts) -> bool {
    let mut globs = facts.imports.iter().filter(|import| import.glob);
    globs.any(|import| facts.segments(import.segments).next() == Some("cucumber"))
}

fn step(
    file: FileId,
    facts: &FileFacts,
    (id, item): (ItemId, &Item),
    attr: &Attr,
    kind: StepKind,
    params: &[TypeId],
    input: &Input<'_>,
) -> StepFn {
    let (pattern, range) = pattern(facts, attr);
    let instances = input.names.instances_of(file);
    let arguments = match (&pattern, instances.first()) {
        (Pattern::Expression(_), Some(&instance)) => arguments(facts, instance, params, input),
        _ => Vec::new(),
    };
    let matcher = pattern.compile(&arguments);
    let places = instances
        .iter()
        .map(|&instance| {
            let krate = input.names.instance(instance).krate;
            StepPlace {
                instance,
                krate,
                library: input.names.krate(krate).kind == CrateKind::Lib,
                world: world(facts, instance, params.first().copied(), input),
            }
        })
        .collect();
    StepFn {
        kind,
        name: facts.text(item.name).to_owned(),
        span: Span::new(file, item.name_extent.range()),
        attribute: Span::new(file, range.range()),
        pattern,
        matcher,
        places,
        item: id,
        built: !input
            .names
            .presence(file, item.body.unwrap_or(item.scope))
            .is_absent(),
        expanded: item.expanded,
    }
}

/// The argument of an attribute, and where it stands.
fn pattern(facts: &FileFacts, attr: &Attr) -> (Pattern, govern_facts::Extent) {
    let meta = facts.meta(attr.meta);
    let MetaValue::List(list) = meta.value else {
        return (Pattern::Other(String::new()), meta.extent);
    };
    let [argument] = &facts.metas[list.rows()] else {
        return (Pattern::Other(String::new()), meta.extent);
    };
    let path = facts.text(argument.path);
    let pattern = match argument.value {
        MetaValue::Str(text) => {
            let text = facts.text(text).to_owned();
            match path {
                "" => Pattern::Literal(text),
                "regex" => Pattern::Regex(text),
                "expr" => Pattern::Expression(text),
                _ => Pattern::Other(format!("{path} = \"{text}\"")),
            }
        }
        MetaValue::Expr(text) => Pattern::Other(facts.text(text).to_owned()),
        MetaValue::Word | MetaValue::List(_) => Pattern::Other(path.to_owned()),
    };
    (pattern, argument.extent)
}

/// What is known about the arguments behind the first. The step itself, which may be one of them, is a reference.
fn arguments(
    facts: &FileFacts,
    instance: InstanceId,
    params: &[TypeId],
    input: &Input<'_>,
) -> Vec<Argument> {
    let is_step = |ty: &TypeId| match facts.ty(*ty) {
        Type::Ref { target, .. } => !matches!(facts.ty(*target), Type::Slice(_)),
        _ => false,
    };
    let behind = params.iter().skip(1).filter(|ty| !is_step(ty));
    behind
        .map(|&ty| argument(facts, instance, ty, input))
        .collect()
}

/// The world of a function whose first argument is of a type `&mut World`.
fn world(facts: &FileFacts, instance: InstanceId, ty: Option<TypeId>, input: &Input<'_>) -> World {
    let target = ty.and_then(|ty| match facts.ty(ty) {
        Type::Ref { target, .. } => Some(*target),
        _ => None,
    });
    target.map_or(World::Unknown, |ty| type_of(facts, instance, ty, input))
}

#[cfg(test)]
mod tests {
    use crate::steps::{Matcher, StepFn, World};
    use crate::testing::reading;

    const MANIFEST: &str = "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dev-dependencies]\ncucumber = \"0.23\"\ncuke = { package = \"cucumber\", version = \"0.23\" }\nrstest-bdd = \"1\"\n";

    fn functions(files: &[(&str, &str)]) -> Vec<StepFn> {
        let mut files = files.to_vec();
        files.push(("Cargo.toml", MANIFEST));
        reading(&files).model.steps.functions
    }

    fn shown(functions: &[StepFn]) -> Vec<String> {
        let built = functions.iter().filter(|function| function.built);
        let shown = built.map(|function| {
            format!(
                "{} {} {}",
                function.kind.name(),
                function.name,
                function.pattern.text()
            )
        });
        shown.collect()
    }

    #[test]
    fn attributes_are_known_by_what_they_are_bound_to() {
        let found = functions(&[(
            "tests/bdd.rs",
            r#"mod names { pub use cucumber::then; }
use cucumber::given as before;
use cuke::when;
use names::*;
use rstest_bdd::given;
pub struct World;
#[before("a")]
fn one(_: &mut World) {}
#[when(regex = r"^b \d$")]
#[then(expr = "b {int}")]
fn two(_: &mut World) {}
#[cucumber::given(
    "c"
)]
fn three(_: &mut World) {}
#[given("not ours")]
fn other(_: &mut World) {}
#[cfg(any())]
#[when("never")]
fn never(_: &mut World) {}
#[cfg_attr(any(), when("never"))]
#[when("on and off")]
fn now(_: &mut World) {}
"#,
        )]);
        assert_eq!(
            shown(&found),
            [
                "given one a",
                r"when two ^b \d$",
                "then two b {int}",
                "given three c",
                "when now on and off",
            ]
        );
    }

    #[test]
    fn what_a_glob_of_the_crate_brings_in_is_known_by_its_name() {
        let found = functions(&[(
            "tests/bdd.rs",
            "use cucumber::*;\npub struct W;\n#[given(\"a\")]\nfn one(_: &mut W) {}\n",
        )]);
        assert_eq!(shown(&found), ["given one a"]);
    }

    #[test]
    fn worlds_are_types_behind_aliases() {
        let world = "#[derive(cucumber::World)]\npub struct World;\n";
        let found = functions(&[
            (
                "tests/one.rs",
                "mod world;\nuse world::World;\ntype W = Inner;\ntype Inner = World;\n#[cucumber::given(\"a\")]\nfn a(_: &mut W) {}\n#[cucumber::given(\"b\")]\nfn b(_: &mut world::World) {}\n#[cucumber::given(\"c\")]\nfn c<T>(_: &mut T) {}\n#[cucumber::given(\"d\")]\nfn d(_: &mut String) {}\n",
            ),
            ("tests/world/mod.rs", world),
        ]);
        let worlds: Vec<&World> = found.iter().map(|step| &step.places[0].world).collect();
        assert!(matches!(worlds[0], World::Item(_)));
        assert_eq!(worlds[0], worlds[1]);
        assert_eq!(worlds[2], &World::Unknown);
        assert!(matches!(worlds[3], World::External(_)), "{worlds:?}");
    }

    #[test]
    fn parameters_are_types_of_the_arguments() {
        let found = functions(&[(
            "tests/bdd.rs",
            r##"use cucumber::{given, Parameter, gherkin::Step};
pub struct World;
#[derive(Debug, Parameter)]
#[param(regex = "red|blue")]
pub enum Color { Red, Blue }
#[derive(cucumber::Parameter)]
#[param(name = "size", regex = "big|small")]
pub struct HatSize;
pub struct Shape;
impl cucumber::Parameter for Shape {
    const REGEX: &'static str = r#"round|flat"#;
    const NAME: &'static str = "shape";
}
pub struct Plain;
#[given(expr = "a {color} hat of {int} and {size}, {shape}")]
fn all(_: &mut World, step: &Step, c: Color, n: u8, s: HatSize, h: Shape) {}
#[given(expr = "a {plain} hat")]
fn unknown(_: &mut World, p: Plain) {}
#[given(expr = "a {colour} hat")]
fn misspelt(_: &mut World, c: Color) {}
#[given(expr = "a hat of {byte}")]
fn number(_: &mut World, n: u8) {}
"##,
        )]);
        let Matcher::Regex(regex) = &found[0].matcher else {
            panic!("{:?}", found[0].matcher);
        };
        assert!(regex.is_match("a blue hat of 3 and small, flat"));
        assert!(!regex.is_match("a green hat of 3 and small, flat"));
        assert!(matches!(found[1].matcher, Matcher::Unknown));
        assert!(matches!(found[2].matcher, Matcher::Broken { .. }));
        assert!(matches!(found[3].matcher, Matcher::Broken { .. }));
    }
}

//! From a loaded workspace to linked names.

use std::collections::BTreeMap;

use govern_names::{
    Build, CrateInput, CrateKind, Extern, LinkInput, ModuleChoice, Names, RouteInput, expand_noted,
};
use govern_workspace::{CodeKind, DependencyKind, Package, Route, Target, TargetKind, Workspace};

/// Links the files of a workspace, whichever version of it, and resolves all that they name.
pub fn link(workspace: &Workspace) -> Names {
    let names = link_tree(workspace);
    collect(workspace, &names);
    names
}

/// The same without what all paths mean, which `collect` finds out: what one means can be asked.
pub fn link_tree(workspace: &Workspace) -> Names {
    linked(workspace, false)
}

/// The same, from what another run has kept, as far as only bodies of functions have changed since; else it is kept for others.
pub(crate) fn link_tree_kept(workspace: &Workspace) -> Names {
    if let Some(before) = workspace.linked_before() {
        let names = with_input(workspace, |input| {
            Names::of_kept(before.names(), input, workspace.files(), &before.changed)
        });
        if let Some((names, expanded)) = names {
            workspace.take_linked(before, expanded);
            return names;
        }
    }
    let names = linked(workspace, true);
    workspace.keep_linked(|row| names.keep(row, &|file| workspace.facts(file)));
    names
}

/// Links; whether that is `noted`, [`expand_noted`] says.
fn linked(workspace: &Workspace, noted: bool) -> Names {
    with_input(workspace, |input| {
        let (expanded, begun) = expand_noted(input, noted);
        workspace.keep_expanded(expanded);
        Names::link_begun(input, begun)
    })
}

/// Finds out what all paths of a workspace mean whose tree was linked.
pub(crate) fn collect(workspace: &Workspace, names: &Names) {
    with_input(workspace, |input| names.collect(input));
}

fn with_input<T>(workspace: &Workspace, work: impl FnOnce(&LinkInput<'_>) -> T) -> T {
    let targets: Vec<(&Package, &Target)> = workspace
        .packages()
        .iter()
        .flat_map(|package| package.targets.iter().map(move |target| (package, target)))
        .collect();
    let crates = targets.iter().map(|(package, target)| {
        let production = workspace.conditions(package.id, CodeKind::Production);
        let tests = workspace.conditions(package.id, CodeKind::Test);
        // Cargo builds it with what is for tests.
        let is_example = target.kind == TargetKind::Example;
        CrateInput {
            name: target.crate_name.clone(),
            package: package.name.clone(),
            kind: kind(target.kind),
            edition: target.edition,
            root: target.route.index(),
            externs: externs(package, target, &targets),
            holds: Box::new(move |build, flag, value| match build {
                Build::Normal if !is_example => production.holds(flag, value),
                _ => tests.holds(flag, value),
            }),
        }
    });
    let input = LinkInput {
        crates: crates.collect(),
        routes: workspace.routes().iter().map(route).collect(),
        text: &|file| workspace.text(file).ok(),
        read: &|text, edition| workspace.facts_of_expansion(text, edition),
        facts: &|file| workspace.facts(file),
    };
    work(&input)
}

/// What the code of a target can name besides itself.
fn externs(
    package: &Package,
    target: &Target,
    targets: &[(&Package, &Target)],
) -> BTreeMap<String, Extern> {
    let library = |id| {
        targets
            .iter()
            .position(|(package, target)| package.id == id && is_library(target.kind))
    };
    let build_script = target.kind == TargetKind::BuildScript;
    let mut externs = BTreeMap::new();
    for dependency in &package.dependencies {
        let mut kinds = dependency.uses.iter().map(|usage| usage.kind);
        // Unit tests are part of every target, so it sees what is for tests.
        if !kinds.any(|kind| (kind == DependencyKind::Build) == build_script) {
            continue;
        }
        let external = || Extern::External(dependency.crate_name.clone());
        let member = dependency.member.and_then(library).map(Extern::Workspace);
        externs.insert(dependency.name.clone(), member.unwrap_or_else(external));
    }
    if !is_library(target.kind)
        && !build_script
        && let Some(row) = library(package.id)
    {
        externs.insert(targets[row].1.crate_name.clone(), Extern::Workspace(row));
    }
    externs
}

fn is_library(kind: TargetKind) -> bool {
    matches!(kind, TargetKind::Lib | TargetKind::ProcMacro)
}

fn kind(kind: TargetKind) -> CrateKind {
    match kind {
        TargetKind::Lib => CrateKind::Lib,
        TargetKind::ProcMacro => CrateKind::ProcMacro,
        TargetKind::Bin => CrateKind::Bin,
        TargetKind::Test => CrateKind::Test,
        TargetKind::Bench => CrateKind::Bench,
        TargetKind::Example => CrateKind::Example,
        TargetKind::BuildScript => CrateKind::BuildScript,
    }
}

fn route(route: &Route) -> RouteInput {
    let choice = |choice: &govern_workspace::ModuleChoice| ModuleChoice {
        route: choice.route.index(),
        cfg: choice.cfg,
    };
    let choices = |choices: &[govern_workspace::ModuleChoice]| choices.iter().map(choice).collect();
    let modules = route.modules.iter();
    let called = route.called.iter();
    let included = route.included.iter();
    RouteInput {
        file: route.file,
        modules: modules
            .map(|link| (link.item, choices(&link.choices)))
            .collect(),
        called: called
            .map(|link| (link.call, link.name.clone(), choices(&link.choices)))
            .collect(),
        included: included
            .map(|link| (link.call, link.choice.route.index()))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use govern_names::{ModuleKind, Names};
    use govern_workspace::Workspace;

    use super::link;

    fn linked<const N: usize>(files: [(&str, &str); N]) -> (Workspace, Names) {
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let workspace = Workspace::from_memory(files.into()).unwrap();
        let names = link(&workspace);
        (workspace, names)
    }

    #[test]
    fn what_is_included_stands_in_the_module() {
        let (workspace, names) = linked([
            (
                "Cargo.toml",
                "[package]\nname = \"a\"\nedition = \"2024\"\n",
            ),
            (
                "src/lib.rs",
                "mod one; use one::{Made, helper};\n\
                 #[cfg(windows)] include!(\"one.rs\");\n\
                 include!(\"missing.rs\");",
            ),
            ("src/one.rs", "include!(\"parts/of_one.rs\"); made!();"),
            (
                "src/parts/of_one.rs",
                "mod deeper; use self::deeper::Deep; pub fn helper() -> Option<Deep> { None }\n\
                 macro_rules! made { () => { pub struct Made; } }\n\
                 include!(\"of_one.rs\");",
            ),
            ("src/parts/deeper.rs", "pub struct Deep;"),
        ]);
        assert_eq!(names.unresolved(), []);
        let mut modules: Vec<String> = names
            .modules()
            .filter(|(_, module)| module.kind == ModuleKind::File && module.instance.is_some())
            .map(|(id, _)| names.module_path(id))
            .collect();
        modules.sort();
        assert_eq!(modules, ["a", "a::one", "a::one::deeper"]);
        let included = workspace.files().iter().copied();
        let mut included = included.filter(|&file| workspace.path(file) == "src/parts/of_one.rs");
        let file = included.next().unwrap();
        let module = names.module_of(file, govern_facts::ScopeId(0)).unwrap();
        assert_eq!(names.module_path(module), "a::one");
        let unread: Vec<_> = workspace
            .files()
            .iter()
            .flat_map(|&file| {
                let facts = workspace.facts(file).unwrap();
                let calls = 0..facts.macro_calls.len() as u32;
                let names = &names;
                calls.filter_map(move |call| {
                    names.unexpanded(facts, file, govern_facts::MacroCallId(call))
                })
            })
            .collect();
        // The one that is missing, and the one that includes itself.
        assert_eq!(unread, [govern_names::Unexpanded::NoFile; 2]);
    }

    #[test]
    fn modules_that_macros_declare_are_in_the_tree() {
        let files = [
            (
                "Cargo.toml",
                "[package]\nname = \"a\"\nedition = \"2024\"\n[features]\nshown = []\n",
            ),
            (
                "src/lib.rs",
                "macro_rules! modules { ($($n:ident),*) => { $(mod $n;)* } }\n\
                 macro_rules! shown { ($n:ident) => {\n\
                   #[cfg(feature = \"shown\")] pub mod $n;\n\
                   #[cfg(not(feature = \"shown\"))] mod $n;\n\
                 } }\n\
                 macro_rules! unix { ($($item:item)*) => { $(#[cfg(unix)] $item)* } }\n\
                 modules!(one, two); shown!(open); unix! { modules!(inner); }\n\
                 use one::deep::Deep; use two::Two; use open::Open; use inner::Inner;",
            ),
            ("src/one.rs", "modules!(deep);"),
            ("src/one/deep.rs", "use crate::two::Two; pub struct Deep;"),
            ("src/two.rs", "pub struct Two;"),
            ("src/open.rs", "pub struct Open;"),
            ("src/inner.rs", "pub struct Inner;"),
        ];
        let (workspace, names) = linked(files);
        let mut modules: Vec<String> = names
            .modules()
            .filter(|(_, module)| module.kind == ModuleKind::File && module.instance.is_some())
            .map(|(id, _)| names.module_path(id))
            .collect();
        modules.sort();
        assert_eq!(
            modules,
            [
                "a",
                "a::inner",
                "a::one",
                "a::one::deep",
                "a::open",
                "a::two"
            ]
        );
        assert_eq!(names.unresolved(), []);
        for &file in workspace.files() {
            assert_eq!(
                names.instances_of(file).len(),
                1,
                "{}",
                workspace.path(file)
            );
        }
    }
}

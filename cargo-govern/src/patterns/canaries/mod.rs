//! Canaries of the pattern rules: code that each of them must find, at the end of a production file of each package.

mod custom;

use std::collections::BTreeMap;

use govern_diagnostics::FileId;
use govern_gate::{Canaries, Canary, Edit};
use govern_workspace::{Package, TargetKind, Workspace};

use super::{Patterns, roles::file_roles};
use crate::{area::Reach, config::MARKERS, role::Role, settings::Settings};

/// How the names begin of what is put in.
const NAME: &str = "govern_canary";

/// What each rule must find.
pub(crate) fn canaries(workspace: &Workspace, patterns: &Patterns) -> Canaries {
    let roles = file_roles(workspace);
    let nest = Nest {
        workspace,
        patterns,
        roles: &roles,
    };
    let settings = &patterns.settings;
    let mut canaries = Canaries::default();
    for (rule, reach, code) in built_in(settings) {
        nest.fill(&mut canaries, rule, reach, |_| Ok(code.clone()));
    }
    nest.fill(
        &mut canaries,
        "logged_secret",
        &settings.logged_secret.reach,
        |package| logged_secret(settings, package),
    );
    for rule in &settings.rules {
        custom::fill(&nest, &mut canaries, rule);
    }
    canaries
}

/// The rules whose code depends on no package: where they look, and what they must find.
fn built_in(settings: &Settings) -> Vec<(&'static str, &Reach, String)> {
    let debug_macro = settings.debug_macro.macros().next().unwrap_or("std::dbg");
    let marker = settings.todo_comment.markers.iter().next();
    let marker = marker.map_or(MARKERS[0], String::as_str);
    let rule = |name, reach, code: &dyn Fn(&str) -> String| {
        let of_rule = format!("{NAME}_{name}");
        (name, reach, code(&of_rule))
    };
    vec![
        rule(
            "allow_without_reason",
            &settings.allow_without_reason.reach,
            &|name| format!("#[allow(dead_code)]\nfn {name}() {{}}"),
        ),
        rule("debug_macro", &settings.debug_macro.reach, &|name| {
            format!("fn {name}() {{ ::{debug_macro}!(); }}")
        }),
        rule("exit_outside_main", &settings.exit_outside_main, &|name| {
            format!("fn {name}() {{ ::std::process::exit(1) }}")
        }),
        rule(
            "hard_coded_endpoint",
            &settings.hard_coded_endpoint.reach,
            &|name| {
                format!("fn {name}() -> &'static str {{ \"https://govern-canary.acme.io/v1\" }}")
            },
        ),
        rule("ignored_result", &settings.ignored_result.reach, &|name| {
            format!("fn {name}() {{ let _ = ::std::fs::remove_file(\"\"); }}")
        }),
        rule(
            "indexing_in_production",
            &settings.indexing_in_production.reach,
            &|name| format!("fn {name}(bytes: &[u8], place: usize) -> u8 {{ bytes[place] }}"),
        ),
        rule(
            "panic_in_decoder",
            &settings.panic_in_decoder.reach,
            &|name| {
                format!(
                    "mod {name} {{ struct Canary; impl ::std::convert::TryFrom<&[u8]> for Canary {{ type Error = (); \
                     fn try_from(_: &[u8]) -> ::std::result::Result<Self, ()> {{ panic!(\"canary\") }} }} }}"
                )
            },
        ),
        rule("todo_comment", &settings.todo_comment.reach, &|_| {
            format!("// {marker}: canary")
        }),
        rule(
            "unsafe_without_safety_comment",
            &settings.unsafe_without_safety_comment.reach,
            &|name| format!("fn {name}(at: *const u8) -> u8 {{ unsafe {{ *at }} }}"),
        ),
        rule(
            "unwrap_in_production",
            &settings.unwrap_in_production.reach,
            &|name| {
                format!("fn {name}(value: ::std::option::Option<u8>) -> u8 {{ value.unwrap() }}")
            },
        ),
    ]
}

/// A secret in a log that the package has: one of std, or of a crate that it depends on.
fn logged_secret(settings: &Settings, package: &Package) -> Result<String, String> {
    let words = &settings.logged_secret.words;
    let secret = words.phrases().next().map(|words| words.join("_"));
    let Some(secret) = secret else {
        return Err("no names of secrets are declared".to_owned());
    };
    let is_there = |path: &&str| {
        let krate = path.split("::").next().unwrap_or_default();
        krate == "std"
            || package
                .dependency(krate)
                .is_some_and(|it| it.active && it.in_production)
    };
    let logger = words.macro_paths().find(is_there).ok_or_else(|| {
        let all: Vec<&str> = words.macro_paths().collect();
        format!("no package depends on what logs: `{}`", all.join("`, `"))
    })?;
    let logger = match logger.strip_suffix("::*") {
        Some(krate) => format!("{krate}::info"),
        None => logger.to_owned(),
    };
    Ok(format!(
        "fn {NAME}_logged_secret({secret}: &str) {{ ::{logger}!(\"{{}}\", {secret}); }}"
    ))
}

/// Where canaries are put.
pub(super) struct Nest<'n> {
    pub(super) workspace: &'n Workspace,
    patterns: &'n Patterns,
    roles: &'n BTreeMap<FileId, Role>,
}

impl Nest<'_> {
    /// One canary for each package, if code can be made for it; the reason why not, if there is none for any.
    fn fill(
        &self,
        canaries: &mut Canaries,
        rule: &'static str,
        reach: &Reach,
        code: impl Fn(&Package) -> Result<String, String>,
    ) {
        let before = canaries.made.len();
        let mut why = "no package has production code".to_owned();
        for (package, file) in self.places(reach, Role::Production) {
            match code(package) {
                Ok(code) => canaries.made.push(self.canary(rule, None, file, &code)),
                Err(reason) => why = reason,
            }
        }
        if canaries.made.len() == before {
            canaries.none(rule, why);
        }
    }

    pub(super) fn canary(
        &self,
        rule: &'static str,
        of: Option<String>,
        file: FileId,
        code: &str,
    ) -> Canary {
        let path = self.workspace.path(file).to_owned();
        Canary {
            rule,
            of,
            what: format!("`{code}` at the end of `{path}`"),
            edits: vec![Edit::Append(path, format!("\n{code}\n"))],
        }
    }

    /// A file with code of a role of each package that has one: the root of its library or program, or where that is out
    /// of the rule's reach, the first file that is in it.
    pub(super) fn places(&self, reach: &Reach, role: Role) -> Vec<(&Package, FileId)> {
        let packages = self.workspace.packages().iter();
        let packages = packages.filter(|package| package.selected);
        let in_reach = |file: FileId| {
            let mut modules = self.patterns.modules.iter();
            let module = modules.find(|module| module.file == file);
            module.is_some_and(|module| {
                reach.contains(module.place())
                    && !self.patterns.settings.excludes(&module.file_path)
            })
        };
        let has_role = |file: FileId| self.roles.get(&file) == Some(&role);
        let places = packages.filter_map(|package| {
            let mut targets = package.targets.iter();
            let root = targets.find(|target| {
                matches!(
                    target.kind,
                    TargetKind::Lib | TargetKind::ProcMacro | TargetKind::Bin
                ) && has_role(target.root)
            });
            let root = root.map(|target| target.root);
            if let Some(root) = root.filter(|&root| in_reach(root)) {
                return Some((package, root));
            }
            let mut files = self.workspace.files().iter().copied();
            let reached = files.find(|&file| {
                self.workspace.packages_of(file).contains(&package.id)
                    && has_role(file)
                    && in_reach(file)
            });
            Some((package, reached.or(root)?))
        });
        places.collect()
    }
}

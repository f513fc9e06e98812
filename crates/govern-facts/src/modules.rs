//! Which files the `mod` declarations and the `include!`s of a file ask for.

use crate::{
    Extent, FileFacts, Item, ItemId, ItemKind, MacroBody, MacroCallId, PathId, Run, ScopeId,
    ScopeKind,
};

/// A `mod name;` and where its file may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleFile {
    /// The declaration.
    pub item: ItemId,
    /// Where the declaration's name stands.
    pub extent: Extent,
    /// Candidates in order of preference, relative to the declaring file's directory, with `/`; the flag tells whether
    /// the file, if it is this one, looks for its own modules in its own directory (`mod.rs`) or in one named after it.
    pub candidates: Vec<Candidate>,
}

/// A place where a module's file may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Path relative to the declaring file's directory.
    pub path: String,
    /// Whether modules of that file stand in its own directory (crate roots, `mod.rs` and files named by `#[path]`).
    pub owns_directory: bool,
}

/// The files that the `mod` declarations of a file ask for, under every `cfg`.
///
/// `stem` is the file's name without `.rs`; `owns_directory` tells whether it is a crate root, a `mod.rs` or named by
/// `#[path]`: then its modules are its siblings, otherwise they are in the directory `stem`.
///
/// Both readings of `#[cfg_attr(…, path = "…")]` are candidates of the declaration, the conditional ones first; which
/// of them holds is for the linker to decide by the condition.
pub fn module_files(facts: &FileFacts, stem: &str, owns_directory: bool) -> Vec<ModuleFile> {
    let mut files = Vec::new();
    for (index, item) in facts.items.iter().enumerate() {
        if !matches!(item.kind, ItemKind::Module { inline: false }) {
            continue;
        }
        let name = facts.names.get(item.name);
        let around = Directory::around(facts, item.scope, stem, owns_directory);
        let mut candidates = Vec::new();
        let mut conditional = true;
        for attr in facts.attrs_of(item.attrs) {
            if let Some(path) = facts.attr_string(attr, "path") {
                candidates.push(Candidate {
                    path: join(&around.path, path),
                    owns_directory: true,
                });
                conditional &= attr.cfg.is_some();
            }
        }
        if conditional {
            let base = around.of_modules(stem);
            candidates.push(Candidate {
                path: join(&base, &format!("{name}.rs")),
                owns_directory: false,
            });
            candidates.push(Candidate {
                path: join(&base, &format!("{name}/mod.rs")),
                owns_directory: true,
            });
        }
        files.push(ModuleFile {
            item: ItemId(index as u32),
            extent: item.name_extent,
            candidates,
        });
    }
    files
}

/// An `include!` among items, and the file that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncludedFile {
    /// The call.
    pub call: MacroCallId,
    /// Where the call stands.
    pub extent: Extent,
    /// Path relative to the directory of the including file. Modules of the included file stand in its own directory.
    pub path: String,
}

/// The files whose items stand in a file by `include!`, under every `cfg`.
pub fn included_files(facts: &FileFacts) -> Vec<IncludedFile> {
    let calls = facts.macro_calls.iter().enumerate();
    let included = calls.filter_map(|(row, call)| {
        let MacroBody::File(path) = call.body else {
            return None;
        };
        Some(IncludedFile {
            call: MacroCallId(row as u32),
            extent: call.extent,
            path: facts.names.get(path).to_owned(),
        })
    });
    included.collect()
}

impl FileFacts {
    /// Whether other files may follow from this one: by `mod`, by `include!`, or by macros that it declares.
    pub fn leads_on(&self) -> bool {
        let leads = |item: &Item| {
            matches!(
                item.kind,
                ItemKind::Module { inline: false }
                    | ItemKind::MacroRules {
                        declares_files: true,
                        ..
                    }
            )
        };
        let mut calls = self.macro_calls.iter();
        self.items.iter().any(leads) || calls.any(|it| matches!(it.body, MacroBody::File(_)))
    }
}

impl FileFacts {
    /// What of the facts tells which files follow from this one, in tables with the same rows; those of other tables must not be
    /// asked for. Paths are there of macro calls only.
    pub fn leading(&self) -> FileFacts {
        let mut leading = FileFacts {
            names: self.names.clone(),
            scopes: self.scopes.clone(),
            items: self.items.clone(),
            macro_calls: self.macro_calls.clone(),
            attrs: self.attrs.clone(),
            metas: self.metas.clone(),
            cfgs: self.cfgs.clone(),
            file_attrs: self.file_attrs,
            len: self.len,
            lines: self.lines,
            ..FileFacts::default()
        };
        for attr in &mut leading.attrs {
            attr.path = None;
        }
        for call in &mut leading.macro_calls {
            let mut path = self.path(call.path).clone();
            let start = leading.segments.len() as u32;
            leading
                .segments
                .extend_from_slice(&self.segments[path.segments.rows()]);
            path.segments = Run {
                start,
                end: leading.segments.len() as u32,
            };
            call.path = PathId(leading.paths.len() as u32);
            leading.paths.push(path);
        }
        leading
    }
}

/// Where the modules of some scope are looked for.
struct Directory {
    /// Relative to the file's directory; empty, or with `/` at the end.
    path: String,
    /// Whether the file's stem is still to be appended for what is not placed by `#[path]`.
    needs_stem: bool,
}

impl Directory {
    /// Every inline module is a directory, named after it or by its `#[path]`. The first that is not named by `#[path]`
    /// is in the directory of the file's stem, unless the file owns its directory.
    fn around(facts: &FileFacts, scope: ScopeId, stem: &str, owns_directory: bool) -> Directory {
        let mut inline: Vec<&Item> = facts
            .scopes_around(scope)
            .filter(|(_, scope)| scope.kind == ScopeKind::Module)
            .filter_map(|(_, scope)| scope.item)
            .map(|item| facts.item(item))
            .collect();
        inline.reverse();
        let mut directory = Directory {
            path: String::new(),
            needs_stem: !owns_directory,
        };
        for item in inline {
            let named = facts
                .attrs_of(item.attrs)
                .find_map(|attr| facts.attr_string(attr, "path"));
            let base = if named.is_some() {
                directory.path
            } else {
                directory.of_modules(stem)
            };
            let path = join(&base, named.unwrap_or_else(|| facts.names.get(item.name)));
            directory = Directory {
                path: path + "/",
                needs_stem: false,
            };
        }
        directory
    }

    fn of_modules(&self, stem: &str) -> String {
        if self.needs_stem {
            format!("{}{stem}/", self.path)
        } else {
            self.path.clone()
        }
    }
}

fn join(base: &str, path: &str) -> String {
    if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("{base}{path}")
    }
}

#[cfg(test)]
mod tests {
    use super::{included_files, module_files};
    use crate::{Edition, extract};

    #[test]
    fn what_leads_on_tells_what_all_facts_do() {
        let source = "use a::b; mod plain; #[cfg(unix)] mod conditional; #[path = \"x.rs\"] mod named;\n\
                      fn f() { c::d!(e); g.h() } #[cfg_attr(windows, path = \"w.rs\")] mod other;\n\
                      mod inline { #[cfg(test)] mod inside; } include!(\"i.rs\"); m::declare!(two, three);\n\
                      macro_rules! n { ($n:ident) => { mod $n; } } trait T: U {} impl T for V<W> {}";
        let (facts, errors) = extract(source, Edition::E2024);
        assert_eq!(errors, []);
        let leading = facts.leading();
        assert!(facts.leads_on() && leading.leads_on());
        assert_eq!(leading.leading(), leading);
        assert!(leading.imports.is_empty() && leading.types.is_empty());
        for owns_directory in [true, false] {
            let all = module_files(&facts, "a", owns_directory);
            assert_eq!(all.len(), 5);
            assert_eq!(module_files(&leading, "a", owns_directory), all);
        }
        assert_eq!(included_files(&facts).len(), 1);
        assert_eq!(included_files(&leading), included_files(&facts));
        assert_eq!(leading.cfgs, facts.cfgs);
        let called = |facts: &crate::FileFacts| {
            let calls = facts.macro_calls.iter();
            let calls = calls.map(|call| {
                let path = facts.path(call.path);
                let written = facts.path_text(path);
                (written, path.scope, path.extent, facts.may_declare(call))
            });
            calls.collect::<Vec<_>>()
        };
        assert_eq!(called(&leading), called(&facts));
    }

    /// The candidates of each declaration; those that own their directory end with `*`.
    #[track_caller]
    fn check(source: &str, stem: &str, owns_directory: bool, expected: &[&str]) {
        let (facts, errors) = extract(source, Edition::E2024);
        assert_eq!(errors, []);
        let found: Vec<String> = module_files(&facts, stem, owns_directory)
            .iter()
            .map(|file| {
                let candidates = file.candidates.iter();
                let texts: Vec<String> = candidates
                    .map(|candidate| {
                        format!(
                            "{}{}",
                            candidate.path,
                            if candidate.owns_directory { "*" } else { "" }
                        )
                    })
                    .collect();
                assert_eq!(file.extent, facts.item(file.item).name_extent);
                texts.join(" ")
            })
            .collect();
        assert_eq!(found, expected, "\n{source}");
    }

    #[test]
    fn beside_or_below() {
        check(
            "mod a; mod r#fn;",
            "lib",
            true,
            &["a.rs a/mod.rs*", "fn.rs fn/mod.rs*"],
        );
        check("mod a;", "mod", true, &["a.rs a/mod.rs*"]);
        check("mod a;", "b", false, &["b/a.rs b/a/mod.rs*"]);
    }

    #[test]
    fn inline_modules_are_directories() {
        let source = "mod a { mod b { mod c; } fn f() { mod d; } } mod e {}";
        check(
            source,
            "lib",
            true,
            &["a/b/c.rs a/b/c/mod.rs*", "a/d.rs a/d/mod.rs*"],
        );
        check(
            source,
            "x",
            false,
            &["x/a/b/c.rs x/a/b/c/mod.rs*", "x/a/d.rs x/a/d/mod.rs*"],
        );
    }

    #[test]
    fn paths_by_attribute() {
        // Against the directory of the file …
        check("#[path = \"a/b.rs\"] mod c;", "lib", true, &["a/b.rs*"]);
        check("#[path = \"a/b.rs\"] mod c;", "x", false, &["a/b.rs*"]);
        check("#[path = \"/a/b.rs\"] mod c;", "x", false, &["/a/b.rs*"]);
        // … or of the inline modules around it.
        let source = "mod a { #[path = \"b.rs\"] mod c; }";
        check(source, "lib", true, &["a/b.rs*"]);
        check(source, "x", false, &["x/a/b.rs*"]);
        let source = "#[path = \"d\"] mod a { #[path = \"b.rs\"] mod c; mod e; mod f { mod g; } }";
        check(
            source,
            "lib",
            true,
            &["d/b.rs*", "d/e.rs d/e/mod.rs*", "d/f/g.rs d/f/g/mod.rs*"],
        );
        check(
            source,
            "x",
            false,
            &["d/b.rs*", "d/e.rs d/e/mod.rs*", "d/f/g.rs d/f/g/mod.rs*"],
        );
    }

    #[test]
    fn paths_under_a_condition_leave_the_others_possible() {
        check(
            "#[cfg_attr(a, path = \"b.rs\")] #[cfg_attr(not(a), path = \"c.rs\")] mod d;",
            "lib",
            true,
            &["b.rs* c.rs* d.rs d/mod.rs*"],
        );
        check(
            "#[cfg_attr(a, path = \"b.rs\")] #[path = \"c.rs\"] mod d;",
            "lib",
            true,
            &["b.rs* c.rs*"],
        );
    }

    #[test]
    fn modules_in_macros() {
        check(
            "cfg_rt! { mod a; } cfg_if! { if #[cfg(x)] { mod b; } else { #[path = \"c.rs\"] mod b; } }",
            "lib",
            true,
            &["a.rs a/mod.rs*", "b.rs b/mod.rs*", "c.rs*"],
        );
    }
}

//! One `Cargo.toml` as written, with the places of what findings point at.
//!
//! Reads what describes packages and leaves the rest to cargo: an unknown key is no error here.

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use govern_facts::Extent;
use text_size::{TextRange, TextSize};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{DependencyKind, Error, Located};

/// One `Cargo.toml`.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// Relative to the workspace root.
    pub(crate) path: String,
    pub(crate) text: Arc<str>,
    pub(crate) package: Option<RawPackage>,
    pub(crate) workspace: Option<RawWorkspace>,
    pub(crate) lib: Option<RawTarget>,
    /// `[[bin]]`, `[[example]]`, `[[test]]`, `[[bench]]`.
    pub(crate) bins: Vec<RawTarget>,
    pub(crate) examples: Vec<RawTarget>,
    pub(crate) tests: Vec<RawTarget>,
    pub(crate) benches: Vec<RawTarget>,
    pub(crate) dependencies: Vec<RawDependency>,
    pub(crate) features: BTreeMap<String, Vec<String>>,
}

/// `[package]`.
#[derive(Debug)]
pub(crate) struct RawPackage {
    pub(crate) name: String,
    pub(crate) name_extent: Extent,
    pub(crate) version: Option<Inherited>,
    pub(crate) edition: Option<Inherited>,
    pub(crate) edition_extent: Option<Extent>,
    pub(crate) publish: Publish,
    pub(crate) license: Option<String>,
    pub(crate) license_file: Option<String>,
    /// `workspace = "…"`.
    pub(crate) workspace: Option<String>,
    pub(crate) resolver: Option<String>,
    pub(crate) build: BuildKey,
    /// `autolib = false` and the like: kinds that are not to be discovered.
    pub(crate) not_discovered: Vec<&'static str>,
}

/// A value, or `workspace = true`.
#[derive(Debug)]
pub(crate) enum Inherited {
    Value(String),
    Workspace,
}

/// `publish = …`: whether it can be published anywhere, or `workspace = true`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Publish {
    Value(bool),
    Workspace,
}

/// `build = …`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BuildKey {
    Default,
    Off,
    Files(Vec<String>),
}

/// `[workspace]`.
#[derive(Debug)]
pub(crate) struct RawWorkspace {
    pub(crate) extent: Extent,
    pub(crate) members: Vec<(String, Extent)>,
    pub(crate) exclude: Vec<String>,
    pub(crate) resolver: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) edition: Option<String>,
    pub(crate) publish: Publish,
    pub(crate) dependencies: Vec<RawDependency>,
}

/// `[lib]`, a `[[bin]]`.
#[derive(Debug, Default)]
pub(crate) struct RawTarget {
    pub(crate) name: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) edition: Option<String>,
    pub(crate) proc_macro: bool,
    pub(crate) required_features: Vec<String>,
}

/// A dependency.
#[derive(Debug, Clone)]
pub(crate) struct RawDependency {
    pub(crate) key: String,
    pub(crate) extent: Extent,
    pub(crate) kind: DependencyKind,
    pub(crate) target: Option<String>,
    /// `package = "…"`.
    pub(crate) package: Option<String>,
    pub(crate) path: Option<String>,
    /// What versions are asked for.
    pub(crate) version: Option<String>,
    /// Whether it is from git, or a registry that is named.
    pub(crate) elsewhere: bool,
    pub(crate) optional: bool,
    pub(crate) default_features: bool,
    pub(crate) features: Vec<String>,
    /// `workspace = true`.
    pub(crate) inherited: bool,
}

type Table<'i> = DeTable<'i>;
type Value<'i> = Spanned<DeValue<'i>>;

impl Manifest {
    /// Reads a manifest.
    pub(crate) fn parse(path: &str, text: Arc<str>) -> Result<Manifest, Error> {
        let source = text.clone();
        let document = DeTable::parse(&source).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            let message = format!("`{path}` is no valid TOML: {}", first_line(error.message()));
            located(path, &text, span, message, None)
        })?;
        let table = document.get_ref();
        Ok(Manifest {
            path: path.to_owned(),
            package: get_table(table, &["package", "project"])
                .map(|found| raw_package(path, &text, found))
                .transpose()?,
            workspace: entry(table, "workspace").and_then(|(key, value)| {
                let found = value.get_ref().as_table()?;
                Some(raw_workspace(extent(key.span()), found))
            }),
            lib: get_table(table, &["lib"]).map(raw_target),
            bins: raw_targets(table, "bin"),
            examples: raw_targets(table, "example"),
            tests: raw_targets(table, "test"),
            benches: raw_targets(table, "bench"),
            dependencies: raw_dependencies(table),
            features: raw_features(table),
            text,
        })
    }

    /// An error at a place in this manifest.
    pub(crate) fn error(&self, extent: Extent, message: String, help: Option<String>) -> Error {
        located(
            &self.path,
            &self.text,
            extent.start as usize..extent.end as usize,
            message,
            help,
        )
    }
}

fn located(
    path: &str,
    text: &Arc<str>,
    span: Range<usize>,
    message: String,
    help: Option<String>,
) -> Error {
    Error::Manifest(Box::new(Located {
        path: path.to_owned(),
        text: text.clone(),
        range: TextRange::new(
            TextSize::new(span.start as u32),
            TextSize::new(span.end.max(span.start) as u32),
        ),
        message,
        notes: Vec::new(),
        help,
    }))
}

fn raw_package(path: &str, text: &Arc<str>, table: &Table<'_>) -> Result<RawPackage, Error> {
    let Some((name, name_extent)) =
        get(table, &["name"]).and_then(|value| Some((string(value)?, extent(value.span()))))
    else {
        let message = format!("the package of `{path}` has no name");
        let start = text.find("[package]").unwrap_or(0);
        return Err(located(
            path,
            text,
            start..start,
            message,
            Some("add `name = \"…\"` to `[package]`".to_owned()),
        ));
    };
    let switches = [
        ("autolib", "lib"),
        ("autobins", "bin"),
        ("autoexamples", "example"),
        ("autotests", "test"),
        ("autobenches", "bench"),
    ];
    Ok(RawPackage {
        name,
        name_extent,
        version: get(table, &["version"]).and_then(inherited),
        edition: get(table, &["edition"]).and_then(inherited),
        edition_extent: get(table, &["edition"]).map(|value| extent(value.span())),
        publish: publish(get(table, &["publish"])),
        license: get(table, &["license"]).and_then(string),
        license_file: get(table, &["license-file"]).and_then(string),
        workspace: get(table, &["workspace"]).and_then(string),
        resolver: get(table, &["resolver"]).and_then(string),
        build: match get(table, &["build"]).map(Spanned::get_ref) {
            Some(DeValue::Boolean(false)) => BuildKey::Off,
            Some(DeValue::String(file)) => BuildKey::Files(vec![file.to_string()]),
            Some(DeValue::Array(files)) => {
                BuildKey::Files(files.iter().filter_map(string).collect())
            }
            _ => BuildKey::Default,
        },
        not_discovered: switches
            .into_iter()
            .filter(|(key, _)| get(table, &[key]).is_some_and(|value| !boolean(value, true)))
            .map(|(_, kind)| kind)
            .collect(),
    })
}

fn raw_workspace(extent: Extent, table: &Table<'_>) -> RawWorkspace {
    let package = get_table(table, &["package"]);
    let of_package = |key| {
        package
            .and_then(|package| get(package, &[key]))
            .and_then(string)
    };
    RawWorkspace {
        extent,
        members: get(table, &["members"])
            .map(spanned_strings)
            .unwrap_or_default(),
        exclude: strings(table, &["exclude"]),
        resolver: get(table, &["resolver"]).and_then(string),
        version: of_package("version"),
        edition: of_package("edition"),
        publish: publish(package.and_then(|package| get(package, &["publish"]))),
        dependencies: dependency_table(table, &["dependencies"], DependencyKind::Normal, None),
    }
}

fn raw_target(table: &Table<'_>) -> RawTarget {
    RawTarget {
        name: get(table, &["name"]).and_then(string),
        path: get(table, &["path"]).and_then(string),
        edition: get(table, &["edition"]).and_then(string),
        proc_macro: get(table, &["proc-macro", "proc_macro"])
            .is_some_and(|value| boolean(value, false))
            || strings(table, &["crate-type", "crate_type"])
                .iter()
                .any(|kind| kind == "proc-macro"),
        required_features: strings(table, &["required-features"]),
    }
}

fn raw_targets(table: &Table<'_>, key: &str) -> Vec<RawTarget> {
    match get(table, &[key]).map(Spanned::get_ref) {
        Some(DeValue::Array(rows)) => rows
            .iter()
            .filter_map(|row| row.get_ref().as_table())
            .map(raw_target)
            .collect(),
        _ => Vec::new(),
    }
}

fn raw_dependencies(table: &Table<'_>) -> Vec<RawDependency> {
    let mut found = Vec::new();
    let mut read = |table: &Table<'_>, target: Option<&str>| {
        for (kind, keys) in [
            (DependencyKind::Normal, &["dependencies"][..]),
            (
                DependencyKind::Development,
                &["dev-dependencies", "dev_dependencies"],
            ),
            (
                DependencyKind::Build,
                &["build-dependencies", "build_dependencies"],
            ),
        ] {
            found.extend(dependency_table(table, keys, kind, target));
        }
    };
    read(table, None);
    if let Some(targets) = get_table(table, &["target"]) {
        for (target, value) in targets {
            if let Some(of_target) = value.get_ref().as_table() {
                read(of_target, Some(target.get_ref()));
            }
        }
    }
    found
}

fn dependency_table(
    table: &Table<'_>,
    keys: &[&str],
    kind: DependencyKind,
    target: Option<&str>,
) -> Vec<RawDependency> {
    let Some(rows) = get_table(table, keys) else {
        return Vec::new();
    };
    let rows = rows.iter().map(|(key, value)| {
        let details = value.get_ref().as_table();
        let text = |name| {
            details
                .and_then(|details| get(details, &[name]))
                .and_then(string)
        };
        let flag = |names: &[&str], default| {
            details
                .and_then(|details| get(details, names))
                .map_or(default, |value| boolean(value, default))
        };
        RawDependency {
            key: key.get_ref().to_string(),
            extent: extent(key.span()),
            kind,
            target: target.map(str::to_owned),
            package: text("package"),
            path: text("path"),
            version: details.map_or_else(|| string(value), |_| text("version")),
            elsewhere: details.is_some_and(|details| {
                get(details, &["git", "registry", "registry-index"]).is_some()
            }),
            optional: flag(&["optional"], false),
            default_features: flag(&["default-features", "default_features"], true),
            features: details
                .map(|details| strings(details, &["features"]))
                .unwrap_or_default(),
            inherited: flag(&["workspace"], false),
        }
    });
    rows.collect()
}

fn raw_features(table: &Table<'_>) -> BTreeMap<String, Vec<String>> {
    let Some(rows) = get_table(table, &["features"]) else {
        return BTreeMap::new();
    };
    let rows = rows.iter().map(|(key, value)| {
        let enables = spanned_strings(value)
            .into_iter()
            .map(|(text, _)| text)
            .collect();
        (key.get_ref().to_string(), enables)
    });
    rows.collect()
}

fn entry<'t, 'i>(
    table: &'t Table<'i>,
    key: &str,
) -> Option<(&'t Spanned<std::borrow::Cow<'i, str>>, &'t Value<'i>)> {
    table.iter().find(|(name, _)| name.get_ref() == key)
}

/// The value of the first of the keys that is there.
fn get<'t, 'i>(table: &'t Table<'i>, keys: &[&str]) -> Option<&'t Value<'i>> {
    keys.iter()
        .find_map(|key| entry(table, key))
        .map(|(_, value)| value)
}

fn get_table<'t, 'i>(table: &'t Table<'i>, keys: &[&str]) -> Option<&'t Table<'i>> {
    get(table, keys)?.get_ref().as_table()
}

fn string(value: &Value<'_>) -> Option<String> {
    value.get_ref().as_str().map(str::to_owned)
}

fn boolean(value: &Value<'_>, default: bool) -> bool {
    value.get_ref().as_bool().unwrap_or(default)
}

fn inherited(value: &Value<'_>) -> Option<Inherited> {
    match value.get_ref() {
        DeValue::String(text) => Some(Inherited::Value(text.to_string())),
        DeValue::Table(table)
            if get(table, &["workspace"]).is_some_and(|value| boolean(value, false)) =>
        {
            Some(Inherited::Workspace)
        }
        _ => None,
    }
}

/// `false`, or a list of registries that is empty, is nowhere.
fn publish(value: Option<&Value<'_>>) -> Publish {
    match value.map(Spanned::get_ref) {
        Some(DeValue::Boolean(published)) => Publish::Value(*published),
        Some(DeValue::Array(registries)) => Publish::Value(!registries.is_empty()),
        Some(DeValue::Table(table))
            if get(table, &["workspace"]).is_some_and(|value| boolean(value, false)) =>
        {
            Publish::Workspace
        }
        _ => Publish::Value(true),
    }
}

fn spanned_strings(value: &Value<'_>) -> Vec<(String, Extent)> {
    match value.get_ref() {
        DeValue::Array(values) => values
            .iter()
            .filter_map(|value| Some((string(value)?, extent(value.span()))))
            .collect(),
        _ => Vec::new(),
    }
}

fn strings(table: &Table<'_>, keys: &[&str]) -> Vec<String> {
    let values = keys
        .iter()
        .filter_map(|key| get(table, &[key]))
        .flat_map(spanned_strings);
    values.map(|(text, _)| text).collect()
}

fn extent(span: Range<usize>) -> Extent {
    Extent::new(span.start as u32, span.end as u32)
}

fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or(message)
}

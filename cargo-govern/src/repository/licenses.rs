//! Under which licences the members and what they depend on may be used, as SPDX expressions.

use govern_diagnostics::Span;
use govern_workspace::Workspace;
use spdx::{Expression, ParseMode};

use super::{lock::Lock, manifests::Manifests};

/// A package, and what its manifest says of its licence.
#[derive(Debug)]
pub struct Licensed {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it says.
    pub license: License,
    /// Whether it is a member.
    pub is_member: bool,
    /// Where that is written, or where the package is named.
    pub place: Option<Span>,
}

/// What a manifest says of a licence.
#[derive(Debug)]
pub enum License {
    /// An expression.
    Expression(String, Box<Expression>),
    /// A text that is no expression, why, and where in it.
    Unreadable(String, String),
    /// That it is in a file: only people can read it.
    File,
    /// Nothing.
    Missing,
}

impl License {
    fn of(license: Option<&str>, has_file: bool) -> License {
        match license {
            // Old packages write `MIT/Apache-2.0`, which registries take.
            Some(text) => match Expression::parse_mode(text, ParseMode::LAX) {
                Ok(expression) => License::Expression(text.to_owned(), Box::new(expression)),
                Err(error) => License::Unreadable(text.to_owned(), error.reason.to_string()),
            },
            None if has_file => License::File,
            None => License::Missing,
        }
    }
}

/// The members that may be published, and what the workspace depends on; whether that is known.
pub fn of_workspace(
    workspace: &Workspace,
    manifests: &Manifests,
    lock: Option<&Lock>,
) -> (Vec<Licensed>, bool) {
    let members = manifests.members.iter().filter(|member| member.published);
    let members = members.map(|member| Licensed {
        name: member.name.clone(),
        version: member.version.clone(),
        license: License::of(
            member.license.as_ref().map(|(text, _)| text.as_str()),
            member.license_file,
        ),
        is_member: true,
        place: Some(
            member
                .license
                .as_ref()
                .map_or(member.place, |(_, place)| *place),
        ),
    });
    let mut packages: Vec<Licensed> = members.collect();
    let Ok(graph) = workspace.graph() else {
        return (packages, false);
    };
    let others = graph.packages().filter(|package| !package.in_workspace());
    let mut others: Vec<Licensed> = others
        .map(|package| {
            let (name, version) = (package.name().to_owned(), package.version().to_string());
            let locked = lock.and_then(|lock| {
                let mut named = lock.packages.iter();
                named.find(|it| it.name == name && it.version == version)
            });
            Licensed {
                place: locked.map(|it| it.place),
                name,
                version,
                license: License::of(package.license(), package.license_file().is_some()),
                is_member: false,
            }
        })
        .collect();
    others.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    packages.extend(others);
    (packages, true)
}

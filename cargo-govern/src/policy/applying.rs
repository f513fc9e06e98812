//! Which policies look at some files.

use govern_gate::{Error, Session};

use super::{Applying, Deed, Policies, load::Loaded, modules, settings::Look, settings_of};

/// The packages that look at one of these files, at the workspace or at findings; sorted by name.
pub(crate) fn applying(session: &Session, paths: &[String]) -> Result<Vec<Applying>, Error> {
    let settings = settings_of(session)?;
    let listing = session.workspace().listing();
    if modules(&settings, &listing).is_empty() {
        return Ok(Vec::new());
    }
    let mut policies = Policies::default();
    let loaded = Loaded::new(session, &settings, &listing, &mut policies);
    let mut rows = Vec::new();
    for package in &policies.packages {
        let looks = loaded.looks.get(&package.name).into_iter().flatten();
        let looks_at: Vec<String> = looks
            .filter_map(|(_, look)| match look {
                Look::Workspace => Some("workspace".to_owned()),
                Look::Findings => Some("findings".to_owned()),
                Look::Files(files) => {
                    let is_its = paths.iter().any(|path| files.contains(path));
                    is_its.then(|| files.files.text())
                }
            })
            .collect();
        if looks_at.is_empty() {
            continue;
        }
        let rules = package.rules.iter().map(|rule| {
            let does = match rule.deed {
                Deed::Denies => "denies",
                Deed::Warns => "warns",
            };
            match &rule.title {
                Some(title) => format!("{} {does}: {title}", rule.name),
                None => format!("{} {does}", rule.name),
            }
        });
        rows.push(Applying {
            package: package.name.clone(),
            looks_at,
            rules: rules.collect(),
        });
    }
    rows.sort_by(|a, b| a.package.cmp(&b.package));
    Ok(rows)
}

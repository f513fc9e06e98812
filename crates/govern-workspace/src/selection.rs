//! Which members the options select.

use globset::{Glob, GlobMatcher};

use crate::{Error, PackageSelection, describe::Member};

/// Whether each member is selected. A name or glob that fits no member is an error: it would select nothing, silently.
pub(crate) fn select(selection: &PackageSelection, members: &[Member]) -> Result<Vec<bool>, Error> {
    let include = patterns(&selection.include, members)?;
    let exclude = patterns(&selection.exclude, members)?;
    let selected = members.iter().map(|member| {
        (include.is_empty() || include.iter().any(|pattern| pattern.fits(member)))
            && !exclude.iter().any(|pattern| pattern.fits(member))
    });
    Ok(selected.collect())
}

struct Pattern<'a> {
    name: GlobMatcher,
    version: Option<&'a str>,
}

impl Pattern<'_> {
    fn fits(&self, member: &Member) -> bool {
        self.name.is_match(&member.name)
            && self.version.is_none_or(|version| version == member.version)
    }
}

fn patterns<'a>(texts: &'a [String], members: &[Member]) -> Result<Vec<Pattern<'a>>, Error> {
    let mut patterns = Vec::new();
    for text in texts {
        let (name, version) = text
            .split_once('@')
            .map_or((text.as_str(), None), |(name, version)| {
                (name, Some(version))
            });
        let glob = Glob::new(name).map_err(|error| Error::Glob {
            glob: text.clone(),
            message: error.kind().to_string(),
        })?;
        let pattern = Pattern {
            name: glob.compile_matcher(),
            version,
        };
        if !members.iter().any(|member| pattern.fits(member)) {
            return Err(Error::UnknownPackage {
                name: text.clone(),
                known: nearest(name, members),
            });
        }
        patterns.push(pattern);
    }
    Ok(patterns)
}

/// The names that are most like it.
fn nearest(name: &str, members: &[Member]) -> Vec<String> {
    let mut names: Vec<&String> = members.iter().map(|member| &member.name).collect();
    names.sort_by_key(|known| (strsim::osa_distance(name, known), known.as_str()));
    names.into_iter().take(5).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::select;
    use crate::{Error, PackageSelection, describe::Member};

    fn member(name: &str) -> Member {
        Member {
            name: name.to_owned(),
            name_extent: None,
            version: "0.1.0".to_owned(),
            directory: String::new(),
            edition: Default::default(),
            published: true,
            targets: Vec::new(),
            features: Default::default(),
            enabled: Default::default(),
            dependencies: Vec::new(),
        }
    }

    fn names(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn names_globs_and_versions() {
        let members = [
            member("adapter-nats"),
            member("adapter-wasm"),
            member("domain"),
        ];
        let choose = |include: &[&str], exclude: &[&str]| {
            select(
                &PackageSelection {
                    include: names(include),
                    exclude: names(exclude),
                },
                &members,
            )
            .unwrap()
        };
        assert_eq!(choose(&[], &[]), [true, true, true]);
        assert_eq!(choose(&["adapter-*"], &[]), [true, true, false]);
        assert_eq!(choose(&[], &["domain@0.1.0"]), [true, true, false]);
        assert_eq!(choose(&["adapter-*"], &["*-wasm"]), [true, false, false]);
    }

    #[test]
    fn a_name_that_fits_nothing_is_an_error_with_the_nearest_name() {
        let selection = PackageSelection {
            include: names(&["domian"]),
            exclude: Vec::new(),
        };
        let error = select(&selection, &[member("adapter"), member("domain")]).unwrap_err();
        let Error::UnknownPackage { known, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(known[0], "domain");
    }
}

//! Ready-made architectures: the text of a section `[archcheck]` that a project starts from.

use crate::config::Config;

/// Presets by name, with their text.
const PRESETS: &[(&str, &str)] = &[("hexagonal", include_str!("presets/hexagonal.toml"))];

/// The names of the presets.
pub fn names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|(name, _)| *name)
}

/// The text of a preset, as it could stand in a `govern.toml`.
pub fn text(name: &str) -> Option<&'static str> {
    PRESETS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

/// A preset.
pub fn named(name: &str) -> Option<Config> {
    let config =
        toml::from_str(text(name)?).expect("the texts of the presets are checked by a test");
    Some(config)
}

#[cfg(test)]
mod tests {
    use crate::policy::interpret::interpret;

    #[test]
    fn every_preset_means_something() {
        for name in super::names() {
            let config = super::named(name).unwrap();
            assert!(config.preset.is_none());
            // Read as if the project had written it, so that every mistake would be one.
            let (policy, mistakes) = interpret(&config, &|_| None);
            assert_eq!(mistakes, [], "{name}");
            assert!(!policy.layers.is_empty());
        }
    }
}

//! A `cfg` flag that the compiler is given.

/// A flag that is switched on with `--cfg`: `tokio_unstable`, or with a value `backend="gl"`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CfgFlag {
    /// The name.
    pub name: String,
    /// The value, if it has one.
    pub value: Option<String>,
}

impl CfgFlag {
    /// Reads what stands behind `--cfg`.
    pub fn parse(text: &str) -> Option<CfgFlag> {
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => {
                let value = value.trim().strip_prefix('"')?.strip_suffix('"')?;
                (name, Some(value.to_owned()))
            }
            None => (text, None),
        };
        let name = name.trim();
        let is_name = |c: char| c == '_' || c.is_alphanumeric();
        let begins = name.chars().next().is_some_and(|c| !c.is_numeric());
        (begins && name.chars().all(is_name)).then(|| CfgFlag {
            name: name.to_owned(),
            value,
        })
    }
}

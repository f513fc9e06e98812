//! Which form of documents somebody speaks.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The version of the documents between desk and module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ApiVersion {
    /// Another one means other documents.
    pub major: u32,
    /// A higher one knows more, and understands all that a lower one says.
    pub minor: u32,
}

impl ApiVersion {
    /// What this program speaks.
    pub const CURRENT: Self = Self { major: 1, minor: 0 };

    /// Whether who speaks this version can serve a module that was made for the other one.
    pub const fn serves(self, module: Self) -> bool {
        self.major == module.major && self.minor >= module.minor
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-EDGE-004
    #[test]
    fn a_host_serves_modules_of_its_major_version_that_expect_no_more_than_it_knows() {
        let host = ApiVersion { major: 2, minor: 3 };
        for (major, minor, served) in [
            (2, 0, true),
            (2, 3, true),
            (2, 4, false),
            (1, 3, false),
            (3, 0, false),
        ] {
            assert_eq!(
                host.serves(ApiVersion { major, minor }),
                served,
                "{major}.{minor}"
            );
        }
    }
}

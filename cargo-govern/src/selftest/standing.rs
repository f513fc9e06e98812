//! Whether a selftest has passed for what is here now, as far as its receipt says.

use govern_gate::Session;

use super::receipt::{FILE, Receipt, differences};

/// What the receipt of the last selftest says.
pub(crate) struct Standing {
    /// How things stand.
    pub(crate) state: Receipted,
    /// The commit that the receipt is of.
    pub(crate) commit: Option<String>,
    /// The profile that the selftest had.
    pub(crate) profile: Option<String>,
    /// What keeps the receipt from showing that all is well here: which part, and why.
    pub(crate) differences: Vec<(String, String)>,
}

/// Whether a receipt shows that all is well here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receipted {
    /// It does.
    Verified,
    /// It is of something else, or the selftest did not pass.
    NotVerified,
    /// There is none.
    Missing,
    /// There is something that is no receipt, or nobody can tell what it is of.
    Unknown,
}

impl Receipted {
    /// The word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Receipted::Verified => "verified",
            Receipted::NotVerified => "not verified",
            Receipted::Missing => "missing",
            Receipted::Unknown => "unknown",
        }
    }
}

impl Standing {
    /// What the receipt at its usual place says.
    pub(crate) fn now(session: &Session) -> Standing {
        let mut standing = Standing {
            state: Receipted::Unknown,
            commit: None,
            profile: None,
            differences: Vec::new(),
        };
        let unknown = |why: String| vec![("receipt".to_owned(), why)];
        let text = match session.workspace().read_beside_builds(FILE) {
            Ok((_, Some(text))) => text,
            Ok((_, None)) => {
                standing.state = Receipted::Missing;
                return standing;
            }
            Err(error) => {
                standing.differences = unknown(error.to_string());
                return standing;
            }
        };
        let receipt: Receipt = match serde_json::from_str(&text) {
            Ok(receipt) => receipt,
            Err(error) => {
                standing.differences = unknown(format!("it is no receipt: {error}"));
                return standing;
            }
        };
        standing.commit = Some(receipt.state.commit.clone());
        standing.profile = Some(receipt.profile.clone());
        match differences(session, &receipt) {
            Ok(found) => {
                standing.state = match found.is_empty() {
                    true => Receipted::Verified,
                    false => Receipted::NotVerified,
                };
                standing.differences = found;
            }
            Err(error) => standing.differences = unknown(error.to_string()),
        }
        standing
    }
}

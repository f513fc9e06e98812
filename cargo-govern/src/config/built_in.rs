//! Tables of rules that need little to be said.

use govern_gate::Spanned;
use serde::Deserialize;

use super::AreaConfig;

/// `[patterns.allow_without_reason]`, `[patterns.ignored_result]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct WithTests {
    /// Whether it looks at test code, too.
    pub tests: bool,
    /// Where the rule looks; everywhere, if it is not given.
    pub only: Option<AreaConfig>,
    /// Where it does not look.
    pub except: Option<AreaConfig>,
}

/// `[patterns.exit_outside_main]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct ExitOutsideMain {
    /// Where the rule looks; everywhere, if it is not given.
    pub only: Option<AreaConfig>,
    /// Where it does not look.
    pub except: Option<AreaConfig>,
}

/// `[patterns.hard_coded_endpoint]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct HardCodedEndpoint {
    /// Hosts that may be written into the code, globs.
    pub hosts: Vec<Spanned<String>>,
    /// Where the rule looks; everywhere, if it is not given.
    pub only: Option<AreaConfig>,
    /// Where it does not look.
    pub except: Option<AreaConfig>,
}

/// `[patterns.indexing_in_production]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct IndexingInProduction {
    /// Whether `pair[0]` counts, too.
    pub numbers: bool,
    /// Where the rule looks; everywhere, if it is not given.
    pub only: Option<AreaConfig>,
    /// Where it does not look.
    pub except: Option<AreaConfig>,
}

/// `[patterns.logged_secret]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct LoggedSecret {
    /// Names of what must not be logged; those that end with one count, too.
    pub names: Vec<Spanned<String>>,
    /// Macros that log, by the path they resolve to; `*` stands for a name.
    pub macros: Vec<Spanned<String>>,
    /// Where the rule looks; everywhere, if it is not given.
    pub only: Option<AreaConfig>,
    /// Where it does not look.
    pub except: Option<AreaConfig>,
}

/// Names of secrets and payloads. A bare `token` is many other things.
const SENSITIVE: [&str; 21] = [
    "access_token",
    "api_key",
    "api_token",
    "apikey",
    "auth_token",
    "authorization",
    "bearer_token",
    "body",
    "credential",
    "credentials",
    "passphrase",
    "passwd",
    "password",
    "payload",
    "payloads",
    "private_key",
    "refresh_token",
    "secret",
    "secret_key",
    "secrets",
    "session_token",
];

impl Default for LoggedSecret {
    fn default() -> Self {
        let unlocated = |text: &&str| Spanned::new(0..0, (*text).to_owned());
        LoggedSecret {
            names: SENSITIVE.iter().map(unlocated).collect(),
            macros: ["log::*", "tracing::*"].iter().map(unlocated).collect(),
            only: None,
            except: None,
        }
    }
}

/// `[patterns.panic_in_decoder]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct PanicInDecoder {
    /// Functions that decode bytes or text which they are given, globs of paths.
    pub functions: Vec<Spanned<String>>,
    /// Whether accesses by index count.
    pub indexing: bool,
    /// Where the rule looks; everywhere, if it is not given.
    pub only: Option<AreaConfig>,
    /// Where it does not look.
    pub except: Option<AreaConfig>,
}

impl Default for PanicInDecoder {
    fn default() -> Self {
        let functions = [
            "**::decode",
            "**::decode_*",
            "**::from_bytes",
            "**::from_slice",
        ];
        PanicInDecoder {
            functions: functions
                .map(|path| Spanned::new(0..0, path.to_owned()))
                .into(),
            indexing: false,
            only: None,
            except: None,
        }
    }
}

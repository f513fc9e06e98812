//! What a node does.

use std::fmt;

/// A part of the service that can run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Answers requests.
    Desk,
    /// Publishes what commands caused.
    Relay,
    /// Keeps boards.
    Projector,
    /// Brings orders and stock together.
    Fulfilment,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Desk, Self::Relay, Self::Projector, Self::Fulfilment];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Relay => "relay",
            Self::Projector => "projector",
            Self::Fulfilment => "fulfilment",
        }
    }

    /// The roles that the text names, with commas between them; none if one of them is unknown, or comes twice.
    pub fn parse_list(text: &str) -> Option<Vec<Self>> {
        let mut roles = Vec::new();
        for name in text.split(',') {
            let role = Self::ALL
                .into_iter()
                .find(|role| role.name() == name.trim())?;
            if roles.contains(&role) {
                return None;
            }
            roles.push(role);
        }
        roles.sort_unstable();
        Some(roles)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

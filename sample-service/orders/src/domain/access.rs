//! Who may do what: the roles that people and programs have at a desk, and what each allows.

use std::collections::BTreeSet;
use std::fmt;

use thiserror::Error;

use super::id::{PrincipalId, TenantId};

/// Somebody who proved who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who it is.
    pub principal: PrincipalId,
    /// At whose desk.
    pub tenant: TenantId,
    /// What they are there.
    pub roles: BTreeSet<Role>,
}

/// What somebody is at a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Talks to customers.
    Clerk,
    /// Packs and ships.
    Warehouse,
    /// Looks, and changes nothing.
    Auditor,
}

/// What can be asked of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// Place an order.
    Place,
    /// Cancel an order.
    Cancel,
    /// Ship an order.
    Ship,
    /// See a board.
    Board,
}

/// Why the desk does not listen to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Error)]
pub enum Refusal {
    /// Nobody can tell who it is.
    #[error("the request does not show who sends it")]
    Unauthenticated,
    /// What it proves was true at another time.
    #[error("the proof of who sends the request is not of now")]
    Expired,
    /// The same message was there before.
    #[error("the same request was there before; sign it anew to send it again")]
    Replayed,
    /// It is for the desk of another tenant.
    #[error("the sender belongs to another tenant")]
    WrongTenant,
    /// None of their roles allows it.
    #[error("no role of the sender allows this")]
    Forbidden,
}

impl Role {
    /// Every role, sorted.
    pub const ALL: [Self; 3] = [Self::Clerk, Self::Warehouse, Self::Auditor];

    /// Whether the role allows it.
    pub const fn allows(self, right: Right) -> bool {
        match self {
            Self::Clerk => matches!(right, Right::Place | Right::Cancel | Right::Board),
            Self::Warehouse => matches!(right, Right::Ship | Right::Board),
            Self::Auditor => matches!(right, Right::Board),
        }
    }

    /// The role with the name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Warehouse => "warehouse",
            Self::Auditor => "auditor",
        }
    }
}

impl Right {
    /// Everything that can be asked, sorted.
    pub const ALL: [Self; 4] = [Self::Place, Self::Cancel, Self::Ship, Self::Board];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Cancel => "cancel",
            Self::Ship => "ship",
            Self::Board => "board",
        }
    }
}

impl Refusal {
    /// Every code there is, sorted; they are part of the published contract.
    pub const CODES: [&'static str; 5] = [
        "expired",
        "forbidden",
        "replayed",
        "unauthenticated",
        "wrong_tenant",
    ];

    /// The word for it that programs compare.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unauthenticated => "unauthenticated",
            Self::Expired => "expired",
            Self::Replayed => "replayed",
            Self::WrongTenant => "wrong_tenant",
            Self::Forbidden => "forbidden",
        }
    }
}

impl Identity {
    /// Whether they may do it at the desk of the tenant.
    pub fn permit(&self, tenant: &TenantId, right: Right) -> Result<(), Refusal> {
        if self.tenant != *tenant {
            return Err(Refusal::WrongTenant);
        }
        if self.roles.iter().any(|role| role.allows(right)) {
            Ok(())
        } else {
            Err(Refusal::Forbidden)
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(tenant: &str, roles: &[Role]) -> Identity {
        Identity {
            principal: PrincipalId::parse("eve").unwrap(),
            tenant: TenantId::parse(tenant).unwrap(),
            roles: roles.iter().copied().collect(),
        }
    }

    /// AC: AC-SEC-004
    #[test]
    fn a_right_needs_a_role_that_allows_it() {
        let acme = TenantId::parse("acme").unwrap();
        for right in Right::ALL {
            let nobody = identity("acme", &[]).permit(&acme, right);
            assert_eq!(nobody, Err(Refusal::Forbidden), "{right:?}");
            for role in Role::ALL {
                let expected = if role.allows(right) {
                    Ok(())
                } else {
                    Err(Refusal::Forbidden)
                };
                let one = identity("acme", &[role]).permit(&acme, right);
                assert_eq!(one, expected, "{role} {right:?}");
            }
            let all = identity("acme", &Role::ALL);
            assert_eq!(all.permit(&acme, right), Ok(()), "{right:?}");
        }
    }

    /// AC: AC-SEC-004
    #[test]
    fn no_role_reaches_another_tenant() {
        let bolt = TenantId::parse("bolt").unwrap();
        for right in Right::ALL {
            let refused = identity("acme", &Role::ALL).permit(&bolt, right);
            assert_eq!(refused, Err(Refusal::WrongTenant), "{right:?}");
        }
    }
}

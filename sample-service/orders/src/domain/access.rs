//! Who may do what: the roles that people and programs have at a desk, and what each is allowed.

use std::fmt;
use std::sync::Arc;

use thiserror::Error;

use super::id::{PrincipalId, TenantId};

/// Somebody whom the desk knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who it is.
    pub principal: PrincipalId,
    /// At whose desk.
    pub reach: Reach,
    /// What they are there.
    pub roles: Vec<Role>,
}

/// At whose desk somebody is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// At that of one tenant.
    Tenant(TenantId),
    /// At all of them: nobody is asked who they are.
    Everywhere,
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
    /// Count goods that arrived.
    Receive,
    /// See the stock of an article.
    Stock,
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
    pub const ALL: [Self; 6] = [
        Self::Place,
        Self::Cancel,
        Self::Ship,
        Self::Board,
        Self::Receive,
        Self::Stock,
    ];

    /// Who may: the whole table. Who is not in it may not.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Place | Self::Cancel => &[Role::Clerk],
            Self::Ship | Self::Receive => &[Role::Warehouse],
            Self::Board | Self::Stock => &[Role::Clerk, Role::Warehouse, Role::Auditor],
        }
    }

    /// The word for it, which is also that of its subject.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Cancel => "cancel",
            Self::Ship => "ship",
            Self::Board => "board",
            Self::Receive => "receive",
            Self::Stock => "stock",
        }
    }
}

impl Refusal {
    /// Every one of them, sorted by code.
    pub const ALL: [Self; 5] = [
        Self::Expired,
        Self::Forbidden,
        Self::Replayed,
        Self::Unauthenticated,
        Self::WrongTenant,
    ];

    /// The word for it that programs compare. It is part of the published contract.
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
    /// Who asks where nobody is asked who they are: they may do everything.
    pub fn anybody() -> Arc<Self> {
        Arc::new(Self {
            principal: PrincipalId::parse("anybody").expect("seven letters are an id"),
            reach: Reach::Everywhere,
            roles: Role::ALL.to_vec(),
        })
    }

    /// Whether they may do it at the desk of the tenant.
    ///
    /// # Errors
    ///
    /// They belong to another tenant, or have no role that allows it.
    pub fn permit(&self, tenant: &TenantId, right: Right) -> Result<(), Refusal> {
        if let Reach::Tenant(own) = &self.reach
            && own != tenant
        {
            return Err(Refusal::WrongTenant);
        }
        if self.roles.iter().any(|role| right.roles().contains(role)) {
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
            reach: Reach::Tenant(TenantId::parse(tenant).unwrap()),
            roles: roles.to_vec(),
        }
    }

    /// AC: AC-SEC-004
    #[test]
    fn a_right_needs_a_role_that_allows_it() {
        let acme = TenantId::parse("acme").unwrap();
        let mut allowed = 0;
        for right in Right::ALL {
            let nobody = identity("acme", &[]).permit(&acme, right);
            assert_eq!(nobody, Err(Refusal::Forbidden), "{right:?}");
            for role in Role::ALL {
                let is_allowed = right.roles().contains(&role);
                allowed += usize::from(is_allowed);
                let expected = is_allowed.then_some(()).ok_or(Refusal::Forbidden);
                let one = identity("acme", &[role]).permit(&acme, right);
                assert_eq!(one, expected, "{role} {right:?}");
            }
            let all = identity("acme", &Role::ALL);
            assert_eq!(all.permit(&acme, right), Ok(()), "{right:?}");
            assert_eq!(Identity::anybody().permit(&acme, right), Ok(()));
        }
        assert_eq!(allowed, 10);
    }

    /// AC: AC-SEC-002
    #[test]
    fn no_role_reaches_another_tenant() {
        let bolt = TenantId::parse("bolt").unwrap();
        for right in Right::ALL {
            let refused = identity("acme", &Role::ALL).permit(&bolt, right);
            assert_eq!(refused, Err(Refusal::WrongTenant), "{right:?}");
        }
    }
}

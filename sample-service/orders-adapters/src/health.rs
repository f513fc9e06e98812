//! How a node is, as bytes: the question, also in a line, and the reply.

use std::time::Duration;

use orders_wire::v1::{HealthReport, ModuleReport, RoleReport, subject};
use orders_wire::{ReplyFrame, RequestFrame, WireError, decode, encode};

use crate::meters::Meters;

/// How a role of the node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleState {
    /// Its name.
    pub role: &'static str,
    /// Whether it does its work.
    pub is_ready: bool,
    /// For how long it has not, if it works in rounds.
    pub idle: Option<Duration>,
}

/// The module that has the rules of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleState {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

/// The reply of a node. It is ready if all its roles are.
pub fn report(
    node: &str,
    version: &str,
    topology: &str,
    access: Option<&str>,
    roles: &[RoleState],
    module: Option<ModuleState>,
    meters: &Meters,
) -> Vec<u8> {
    let metrics = meters.all().map(|(name, value)| (name.to_owned(), value));
    let reports = roles.iter().map(|state| RoleReport {
        role: state.role.to_owned(),
        ready: state.is_ready,
        idle_ms: state
            .idle
            .map(|idle| u64::try_from(idle.as_millis()).unwrap_or(u64::MAX)),
    });
    encode(&HealthReport {
        node: node.to_owned(),
        version: version.to_owned(),
        topology: topology.to_owned(),
        access: access.map(str::to_owned),
        roles: reports.collect(),
        ready: roles.iter().all(|state| state.is_ready),
        metrics: metrics.collect(),
        module: module.map(|module| ModuleReport {
            id: module.id,
            version: module.version,
            sha256: module.sha256,
        }),
    })
}

/// The report that the bytes are.
pub fn read(bytes: &[u8]) -> Result<HealthReport, WireError> {
    decode(bytes)
}

/// Whether the subject asks how a node is.
pub fn is_asked(subject: &str) -> bool {
    subject == subject::HEALTH
}

/// Whether the line asks how the node is.
pub fn is_asked_in(line: &[u8]) -> bool {
    RequestFrame::decode(line).is_ok_and(|frame| is_asked(&frame.subject))
}

/// The reply in a line.
pub fn line(report: &[u8]) -> Vec<u8> {
    ReplyFrame::new(Some(subject::HEALTH.to_owned()), report)
        .expect("a report is JSON and shorter than what is read")
        .encode()
}

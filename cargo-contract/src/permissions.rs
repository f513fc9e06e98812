//! Which service is asked for.

use govern_diagnostics::Diagnostic;
use govern_gate::{Error, Session};

use crate::subjects::Subjects;

/// The service that the command line asks for.
pub(crate) fn asked_service(session: &Session, found: &Subjects) -> Result<Option<String>, Error> {
    let Some(service) = session.args().value("service") else {
        return Ok(None);
    };
    let names: Vec<&str> = found.services.names().collect();
    let is_known = names.contains(&service) || found.packages().contains(service);
    if is_known {
        return Ok(Some(service.to_owned()));
    }
    let known = names.join("`, `");
    Err(
        Diagnostic::config(format!("there is no service `{service}`"))
            .help(format!("services are packages with a program: `{known}`"))
            .into(),
    )
}

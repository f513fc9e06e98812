//! Canaries of NATS: code that says or hears something more, or something else, and what is declared and allowed beside it.

mod added;
mod permissions;
mod reworded;

use govern_gate::Error;

use super::Nest;
use crate::traffic::Traffic;

const RULES: &[&str] = &[
    "dedup_window_too_short",
    "durable_renamed",
    "event_loop",
    "permission_missing",
    "permission_too_wide",
    "queue_group_changed",
    "several_publishers",
    "storage_abandoned",
    "stream_without_limits",
    "streams_overlap",
    "subject_narrowed",
    "subject_renamed",
    "subject_undeclared",
    "subject_unused",
    "subject_without_stream",
];

pub(super) fn nats(nest: &mut Nest<'_>) -> Result<(), Error> {
    let ground = nest.ground;
    let Some(config) = &ground.config.nats else {
        return Ok(());
    };
    let past = ground.published.map(|it| (it.side, it.name));
    let manifest = &ground.declared.manifest;
    let (traffic, _) = Traffic::read(ground.session, Some(config), manifest, past)?;
    added::added(nest, &traffic);
    permissions::permissions(nest, &traffic);
    reworded::reworded(nest, &traffic)?;
    nest.none(
        RULES,
        "nothing that is said or heard over NATS is written so that it is known what a change of it does",
    );
    Ok(())
}

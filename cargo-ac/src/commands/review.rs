//! `cargo ac review`: somebody looked at criteria and at what shows them, and says so.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::base::{Before, model_before};
use crate::commands::auto_review::answered;
use crate::commands::change::sound_model;
use crate::commands::suspects_since;
use crate::ids::nearest;
use crate::lock::{Key, Reviewed, field, write};
use crate::read::links;

/// `cargo ac review`.
pub const COMMAND: Command = Command {
    name: "review",
    summary: "say that criteria and what shows them were looked at",
    details: "Writes to `specs/ac.lock`, or to what `lock` in `[ac]` says, what each criterion says and what each test and \
              scenario that is linked to it holds. Without an id this is done for the links that are new; with ids, for all \
              of their links. Links that are gone are taken out, but for those of criteria that are in no ledger any more and \
              were not retired. With `--base REV` nothing is written: the links are listed that became suspect since that git \
              revision, with what the criterion said there, word by word. With `--auto RANGE` also those links are entered of \
              which both ends changed within these commits, if one of them names the criterion in its subject or in a trailer \
              `AC:`; a test that asserts nothing any more never is. With `--check` nothing is written, and the exit status is 1 \
              if the lock is not as it would be.",
    args: &[
        ArgSpec::positionals("id", "ID", "criteria that were looked at"),
        ArgSpec::option("reason", "TEXT", "why what changed is right"),
        ArgSpec::flag("all", "all criteria were looked at"),
        ArgSpec::flag(
            "check",
            "write nothing, and fail if links are new, gone or changed",
        ),
        ArgSpec::option(
            "auto",
            "RANGE",
            "commits that change criteria together with what shows them, as `main..HEAD`",
        ),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let (model, settings) = sound_model(session)?;
    let workspace = session.workspace();
    let edges = links(workspace, &model, &settings);
    let ids: BTreeSet<&str> = session
        .args()
        .values("id")
        .iter()
        .map(String::as_str)
        .collect();
    for id in &ids {
        if !edges.keys().any(|key| key.id == *id) {
            let message = format!("no criterion in force that is linked to something is `{id}`");
            let diagnostic = Diagnostic::config(message);
            let known = edges.keys().map(|key| key.id.as_str());
            return Err(match nearest(id, known) {
                Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")).into(),
                None => diagnostic.into(),
            });
        }
    }
    if let Some(Before {
        name,
        model: before,
    }) = model_before(session, None, &settings)?
    {
        let before = before.map_err(|why| {
            Diagnostic::config(format!("what was suspect {name} is not known: {why}"))
        })?;
        let is_asked_for = |id: &str| ids.is_empty() || ids.contains(id);
        suspects_since::list(session, &model, &before, &is_asked_for, out)?;
        return Ok(CommandOutcome::clean());
    }
    let answered = match session.args().value("auto") {
        Some(range) => answered(session, &model, &edges, &settings, range)?,
        None => BTreeMap::new(),
    };
    let reason = field(session.args().value("reason").unwrap_or_default());
    let all = session.args().flag("all");
    let old = &model.reviews.lock.reviewed;
    let mut reviewed: BTreeMap<Key, Reviewed> = BTreeMap::new();
    let mut looked_at = 0;
    let mut left = 0;
    for (key, edge) in &edges {
        let before = old.get(key);
        let is_same = before.is_some_and(|it| !model.reviews.lock.change(it, edge).any());
        let now = Reviewed {
            criterion: edge.criterion,
            evidence: edge.evidence,
            asserts: edge.asserts,
            reason: reason.clone(),
            range: Default::default(),
        };
        let entry = match before {
            Some(before) if is_same => Reviewed {
                asserts: edge.asserts,
                ..before.clone()
            },
            Some(_) if answered.contains_key(key) && !ids.contains(key.id.as_str()) => {
                looked_at += 1;
                Reviewed {
                    reason: answered[key].clone(),
                    ..now
                }
            }
            Some(before) if !all && !ids.contains(key.id.as_str()) => {
                left += 1;
                before.clone()
            }
            _ => {
                looked_at += 1;
                now
            }
        };
        reviewed.insert(key.clone(), entry);
    }
    let gone = old.iter().filter(|(key, _)| !edges.contains_key(*key));
    // The lock remembers ids that nobody retired, until somebody does.
    let remembered = model.remembered();
    let (lost, gone): (Vec<_>, Vec<_>) =
        gone.partition(|(key, _)| !remembered.contains(key.id.as_str()));
    let lost_ids: BTreeSet<&str> = lost.iter().map(|(key, _)| key.id.as_str()).collect();
    reviewed.extend(lost.iter().map(|&(key, it)| (key.clone(), it.clone())));
    let text = write(&reviewed);
    let before = workspace.read_if_exists(&settings.lock)?;
    let is_new = before.is_none_or(|(_, before)| *before != text);
    if session.args().flag("check") {
        let is_clean = !is_new && left == 0 && lost_ids.is_empty();
        return Ok(if is_clean {
            CommandOutcome::clean()
        } else {
            let mistake = Diagnostic::config(format!("{} is out of date", settings.lock))
                .note(format!(
                    "links that nobody has looked at: {looked_at}; that changed since: {left}; that are gone: {}",
                    gone.len() + lost.len()
                ))
                .help("`cargo ac review` enters what is new, with ids what changed");
            CommandOutcome::findings(vec![mistake])
        });
    }
    if is_new {
        workspace.write_atomic(&settings.lock, text.as_bytes())?;
    }
    writeln!(out, "looked at: {looked_at} links; gone: {}", gone.len())?;
    if left > 0 {
        writeln!(
            out,
            "changed and not looked at: {left}; name their criteria, or `--all`"
        )?;
    }
    if !lost_ids.is_empty() {
        let ids = lost_ids.into_iter().collect::<Vec<_>>().join(", ");
        writeln!(
            out,
            "in no ledger any more, and kept until they are listed under `retired`: {ids}"
        )?;
    }
    Ok(CommandOutcome::clean())
}

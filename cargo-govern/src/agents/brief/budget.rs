//! What a brief leaves out, so that it is no longer than it may be.

use govern_diagnostics::Diagnostic;
use govern_gate::Error;

use super::{Brief, LeftOut};

/// The lists that may be cut, each from its end, and how many rows may go; what is missed least comes first. What the criterion
/// says, how it stands, the layers of its code, its tests, those it lacks and what proves it are never left out.
fn lists(brief: &Brief) -> [(&'static str, usize); 10] {
    let linked = brief.code.iter().take_while(|it| it.by == "link").count();
    // Without code they are all that there are.
    let layers = match brief.code.is_empty() {
        true => brief.layers.len(),
        false => 0,
    };
    [
        ("files", brief.files.len()),
        ("code", brief.code.len() - linked),
        ("documents", brief.documents.len()),
        ("subjects", brief.subjects.len()),
        ("contracts", brief.contracts.len()),
        ("ports", brief.ports.len()),
        ("policies", brief.policies.len()),
        ("forbidden", brief.forbidden.len()),
        ("layers", layers),
        ("code", linked),
    ]
}

/// The brief as it is shown, without as many rows as have to go for that to have at most `max` bytes.
pub(super) fn fitted(
    brief: &Brief,
    max: usize,
    show: impl Fn(&Brief) -> Result<Vec<u8>, Error>,
) -> Result<Vec<u8>, Error> {
    let lists = lists(brief);
    let all: usize = lists.iter().map(|(_, rows)| rows).sum();
    let mut shown = show(brief)?;
    for left_out in 1..=all {
        if shown.len() <= max {
            return Ok(shown);
        }
        shown = show(&without(brief, &lists, left_out))?;
    }
    if shown.len() <= max {
        return Ok(shown);
    }
    let least = shown.len();
    let text = format!(
        "what `{}` is about has {least} bytes, more than {max}",
        brief.id
    );
    let help = format!("`--max-bytes {least}` leaves out all that can be left out");
    Err(Diagnostic::config(text).help(help).into())
}

/// The brief without so many rows, with what it lacks.
fn without(brief: &Brief, lists: &[(&'static str, usize)], mut count: usize) -> Brief {
    let mut brief = brief.clone();
    let mut left_out: Vec<LeftOut> = Vec::new();
    for &(what, rows) in lists {
        let gone = rows.min(count);
        count -= gone;
        match what {
            "files" => shorten(&mut brief.files, gone),
            "code" => shorten(&mut brief.code, gone),
            "documents" => shorten(&mut brief.documents, gone),
            "subjects" => shorten(&mut brief.subjects, gone),
            "contracts" => shorten(&mut brief.contracts, gone),
            "ports" => shorten(&mut brief.ports, gone),
            "policies" => shorten(&mut brief.policies, gone),
            "layers" => shorten(&mut brief.layers, gone),
            _ => shorten(&mut brief.forbidden, gone),
        }
        match left_out.iter_mut().find(|it| it.what == what) {
            Some(known) => known.count += gone,
            None if gone > 0 => left_out.push(LeftOut { what, count: gone }),
            None => {}
        }
    }
    brief.left_out = left_out;
    brief
}

fn shorten<T>(rows: &mut Vec<T>, gone: usize) {
    rows.truncate(rows.len().saturating_sub(gone));
}

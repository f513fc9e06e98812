//! Where the time went, for `--timings`.

use std::{
    io::{self, Write},
    time::Duration,
};

use govern_gate::Run;
use govern_workspace::Timings;

/// Writes where the time of a run went.
pub(crate) fn write(
    workspace: &Timings,
    run: Option<&Run>,
    total: Duration,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "timings:")?;
    line(out, "load the workspace", workspace.total, "")?;
    let metadata = if workspace.cargo_ran {
        "cargo was asked"
    } else {
        "from the cache"
    };
    line(out, "  packages", workspace.metadata, metadata)?;
    let read = format!(
        "{} files, {:.1} MB; summed over threads",
        files(workspace),
        workspace.bytes as f64 / 1e6
    );
    line(out, "  read", workspace.read, &read)?;
    let parsed = format!(
        "{} parsed, {} from the cache, {} shared",
        workspace.parsed, workspace.cached, workspace.shared
    );
    line(out, "  parse", workspace.parse, &parsed)?;
    line(
        out,
        "  cache",
        workspace.cache_read + workspace.cache_write,
        "",
    )?;
    line(out, "  modules", workspace.modules, "")?;
    if let Some(run) = run {
        for time in &run.gates {
            let remark = if time.known {
                "nothing has changed"
            } else {
                ""
            };
            line(out, time.gate, time.took, remark)?;
        }
        if let Some(names) = run.names {
            line(
                out,
                "  link names",
                names,
                "part of the first gate that needs them",
            )?;
        }
    }
    line(out, "total", total, "")
}

fn files(timings: &Timings) -> usize {
    timings.parsed + timings.cached + timings.shared
}

fn line(out: &mut dyn Write, what: &str, time: Duration, remark: &str) -> io::Result<()> {
    let milliseconds = time.as_secs_f64() * 1e3;
    writeln!(
        out,
        "{}",
        format!("  {what:<20} {milliseconds:>9.1} ms  {remark}").trim_end()
    )
}

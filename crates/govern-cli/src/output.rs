//! Where reports go: stdout, and files in formats of their own.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use govern_diagnostics::{Format, RenderOptions, Report, Sources, render};

use crate::arguments::strings;

/// A format, and the file it goes to; stdout, if there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) format: Format,
    pub(crate) path: Option<PathBuf>,
}

/// What `--format` and `--output` ask for: at least one, at most one of them to stdout.
pub(crate) fn outputs(matches: &ArgMatches) -> Result<Vec<Output>, String> {
    let mut outputs = Vec::new();
    for asked in strings(matches, "format") {
        let (name, path) = match asked.split_once('=') {
            Some((name, path)) => (name, Some(PathBuf::from(path))),
            None => (asked.as_str(), None),
        };
        let known = Format::ALL.map(Format::as_str).join("`, `");
        let format = Format::named(name)
            .ok_or_else(|| format!("unknown format `{name}`; there are `{known}`"))?;
        outputs.push(Output { format, path });
    }
    if let Some(path) = matches.get_one::<String>("output") {
        match &mut outputs[..] {
            [] => outputs.push(Output {
                format: Format::Human,
                path: Some(path.into()),
            }),
            [only] if only.path.is_none() => only.path = Some(path.into()),
            _ => return Err("`--output` goes with one `--format` that names no file".to_owned()),
        }
    }
    if outputs.is_empty() {
        outputs.push(Output {
            format: Format::Human,
            path: None,
        });
    }
    if outputs
        .iter()
        .filter(|output| output.path.is_none())
        .count()
        > 1
    {
        return Err(
            "only one format can go to stdout; give the others a file, as in `sarif=govern.sarif`"
                .to_owned(),
        );
    }
    Ok(outputs)
}

/// Writes a report in all the formats asked for.
pub(crate) fn write(
    outputs: &[Output],
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
) -> Result<(), String> {
    for Output { format, path } in outputs {
        match path {
            Some(path) => {
                let plain = RenderOptions {
                    color: false,
                    ..options.clone()
                };
                let mut bytes = Vec::new();
                let written = render(*format, report, sources, &plain, &mut bytes);
                written
                    .and_then(|()| replace(path, &bytes))
                    .map_err(|error| format!("failed to write `{}`: {error}", path.display()))?;
            }
            None => {
                let mut out = io::BufWriter::new(io::stdout().lock());
                let written =
                    render(*format, report, sources, options, &mut out).and_then(|()| out.flush());
                ignore_closed(written)
                    .map_err(|error| format!("failed to write to stdout: {error}"))?;
            }
        }
    }
    Ok(())
}

/// A reader that has seen enough (`| head`) is no failure.
pub(crate) fn ignore_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Replaces a file in one step: whoever reads it sees the old or the new text.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    if let Some(directory) = directory {
        fs::create_dir_all(directory)?;
    }
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = PathBuf::from(temporary);
    fs::write(&temporary, bytes)?;
    fs::rename(&temporary, path).inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })
}

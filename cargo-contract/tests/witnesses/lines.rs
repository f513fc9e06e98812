//! Witnesses of command lines, by clap: what the published tree takes, the new one refuses, or takes as something else.

use std::collections::BTreeMap;

use clap::{ArgMatches, Command, error::ErrorKind};

/// Whether what somebody types shows a change between two command lines, and else why not.
pub(crate) fn shows(old: &Command, new: &Command, witness: &str) -> Result<(), String> {
    let mut words = words(witness);
    if let Some((name, _)) = words[0].split_once('=') {
        let reads = |of: &Command| {
            let mut args = of.get_arguments();
            args.any(|it| it.get_env().is_some_and(|it| it == name))
        };
        return match reads(old) && !reads(new) {
            true => Ok(()),
            false => Err(format!("`{witness}` shows nothing")),
        };
    }
    // Programs are called as they are.
    words[0] = old.get_name().to_owned();
    let before = taken(old, &words)
        .map_err(|error| format!("the published tree does not take `{witness}`: {error}"))?;
    match taken(new, &words) {
        Ok(now) if now == before => Err(format!("`{witness}` is the same: {now:?}")),
        _ => Ok(()),
    }
}

/// Values by what they are values of, and the commands that are called.
pub(crate) type Taken = BTreeMap<String, Vec<String>>;

/// What a command line makes of words.
pub(crate) fn taken(of: &Command, words: &[String]) -> Result<Taken, String> {
    match of.clone().try_get_matches_from(words) {
        Ok(matches) => {
            let mut taken = Taken::new();
            collect("", &matches, &mut taken);
            Ok(taken)
        }
        Err(error) if error.kind() == ErrorKind::DisplayVersion => Ok(Taken::new()),
        Err(error) => Err(error.to_string()),
    }
}

fn collect(path: &str, matches: &ArgMatches, taken: &mut Taken) {
    for id in matches.ids() {
        // Groups have no values of their own.
        let values = matches.try_get_raw(id.as_str()).ok().flatten();
        let values = values.into_iter().flatten();
        let texts = values.map(|it| it.to_string_lossy().into_owned());
        taken.insert(format!("{path}{id}"), texts.collect());
    }
    if let Some((name, inside)) = matches.subcommand() {
        let path = format!("{path}{name} ");
        taken.insert(path.clone(), Vec::new());
        collect(&path, inside, taken);
    }
}

/// The words that a shell makes of a line.
pub(crate) fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut any) = (Vec::new(), String::new(), false, false);
    for it in line.chars() {
        match it {
            '\'' => (quoted, any) = (!quoted, true),
            ' ' if !quoted => {
                if any {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            _ => {
                word.push(it);
                any = true;
            }
        }
    }
    if any {
        words.push(word);
    }
    words
}

//! Writing the body of a rule with the variables filled in.

use super::matching::{Binding, Bindings, Part, variables};
use super::tokens::{Tree, closing, write};

/// Writes parts; `indices` are the rounds of the repetitions around.
pub(super) fn transcribe(
    parts: &[Part],
    bindings: &Bindings,
    indices: &[usize],
    out: &mut String,
) -> Option<()> {
    for part in parts {
        match part {
            Part::Token(token) => write(std::slice::from_ref(token), out),
            Part::Group {
                open,
                parts,
                spaced,
            } => {
                if *spaced {
                    out.push(' ');
                }
                out.push(*open);
                transcribe(parts, bindings, indices, out)?;
                out.push(closing(*open));
            }
            Part::Variable { name, kind, spaced } => {
                if *spaced {
                    out.push(' ');
                }
                match bindings.get(name) {
                    Some(binding) => write(&unspaced(one(binding, indices)?), out),
                    // A dollar sign that is none of this macro's: left for a macro that it defines.
                    None => {
                        out.push('$');
                        out.push_str(name);
                    }
                }
                // In a body a colon may follow a variable and look like a kind.
                if !kind.is_empty() {
                    out.push(':');
                    out.push(' ');
                    out.push_str(kind);
                }
            }
            Part::Repeat {
                parts, separator, ..
            } => {
                let mut names = Vec::new();
                variables(parts, &mut names);
                let rounds = names
                    .iter()
                    .filter_map(|name| rounds(bindings.get(name)?, indices))
                    .max()?;
                for round in 0..rounds {
                    if round > 0
                        && let Some(separator) = separator
                    {
                        write(std::slice::from_ref(separator), out);
                    }
                    let inner: Vec<usize> = indices.iter().copied().chain([round]).collect();
                    transcribe(parts, bindings, &inner, out)?;
                }
            }
        }
    }
    Some(())
}

fn one(binding: &Binding, indices: &[usize]) -> Option<Vec<Tree>> {
    match (binding, indices.split_first()) {
        (Binding::One(trees), _) => Some(trees.clone()),
        (Binding::Many(each), Some((index, rest))) => one(each.get(*index)?, rest),
        (Binding::Many(_), None) => None,
    }
}

fn rounds(binding: &Binding, indices: &[usize]) -> Option<usize> {
    match (binding, indices.split_first()) {
        (Binding::Many(each), None) => Some(each.len()),
        (Binding::Many(each), Some((index, rest))) => rounds(each.get(*index)?, rest),
        (Binding::One(_), _) => None,
    }
}

/// The trees with the first one's space left out: what is in front decides.
fn unspaced(mut trees: Vec<Tree>) -> Vec<Tree> {
    if let Some(Tree::Token { spaced, .. } | Tree::Group { spaced, .. }) = trees.first_mut() {
        *spaced = false;
    }
    trees
}

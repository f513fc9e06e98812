//! Which tokens are those of generated code: the arguments of macros that quote.

use govern_facts::{Extent, FileFacts};
use rustc_hash::FxHashSet;

use crate::model::{InstanceId, Names};
use crate::reference::Meaning;

/// Macros that give their arguments back as tokens, or as what they parse as.
const WHOLE: &[&str] = &["proc_macro::quote", "quote::quote", "syn::parse_quote"];
/// Those that do so with what stands behind `=>`; before it is an expression.
const BEHIND_ARROW: &[&str] = &["quote::quote_spanned", "syn::parse_quote_spanned"];

/// Whether an external crate has a quoting macro of this name.
pub(crate) fn quotes(krate: &str, name: &str) -> bool {
    let mut known = WHOLE.iter().chain(BEHIND_ARROW);
    known.any(|path| path.split_once("::") == Some((krate, name)))
}

/// Where in a file tokens of generated code stand. Paths, calls and `unsafe` among them are not those of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quoted {
    /// In the order of the text, none in another.
    extents: Vec<Extent>,
}

impl Quoted {
    /// Whether something in the text is quoted.
    pub fn contains(&self, extent: Extent) -> bool {
        let behind = self
            .extents
            .partition_point(|quoted| quoted.start <= extent.start);
        self.extents[..behind]
            .last()
            .is_some_and(|quoted| quoted.contains(extent))
    }
}

impl Names {
    /// What is quoted in a file, by what the names of its macro calls are bound to in one of the crates that have it.
    pub fn quoted(&self, facts: &FileFacts, instance: InstanceId) -> Quoted {
        let mut quoted = Quoted::default();
        if !self.knows_quoting() {
            return quoted;
        }
        let owner = self.instance(instance);
        let mut other = FxHashSet::default();
        // A call comes before those in its arguments.
        for call in &facts.macro_calls {
            let path = facts.path(call.path);
            if path.expanded || quoted.contains(path.extent) {
                continue;
            }
            // Most calls are of a few macros: in one module, those that are written alike are the same.
            let written = (
                &facts.segments[path.segments.rows()],
                path.global,
                owner.modules[path.scope.index()],
                owner.presences[path.scope.index()].normal,
            );
            if other.contains(&written) {
                continue;
            }
            let Meaning::External(bound) = self.meaning_in(facts, instance, call.path) else {
                other.insert(written);
                continue;
            };
            let start = if WHOLE.contains(&&*bound) {
                Some(call.args.start)
            } else if BEHIND_ARROW.contains(&&*bound) {
                call.arrow
            } else {
                other.insert(written);
                None
            };
            if let Some(start) = start {
                quoted.extents.push(Extent::new(start, call.args.end));
            }
        }
        quoted
    }

    /// Whether the workspace names a crate that has a quoting macro at all.
    fn knows_quoting(&self) -> bool {
        let crates = WHOLE.iter().chain(BEHIND_ARROW);
        crates
            .filter_map(|path| self.symbols.get(path.split("::").next()?))
            .any(|name| self.extern_table.contains_key(&(None, name)))
    }
}

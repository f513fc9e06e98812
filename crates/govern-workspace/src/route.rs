//! Which file a `mod` declaration leads to.

use govern_diagnostics::FileId;
use govern_facts::{CfgId, FileFacts, ItemId, ItemKind, MacroCallId};

/// A file as it was reached: its row in the workspace's routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RouteId(pub u32);

impl RouteId {
    /// The row.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A file as it was reached. Most files have exactly one route; a file that is reached under two paths (through a symbolic
/// link) or both as `x.rs` and by `#[path]` has two, because its own modules are then looked for in two places.
///
/// Routes are shared between the targets that reach them in the same way, and form no cycle.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Route {
    /// The file.
    pub file: FileId,
    /// Whether its modules stand in its own directory (a crate root, a `mod.rs`, a file named by `#[path]`).
    pub owns_directory: bool,
    /// Its `mod x;` declarations in order of appearance.
    pub modules: Vec<ModuleLink>,
    /// The modules that macro calls in it may declare, as far as there are files for them. Names tell whether they do.
    pub called: Vec<CalledLink>,
}

impl Route {
    /// The declarations of modules and the files that each may mean: also those that expansions declare, once they are in
    /// the facts of the route's file.
    pub fn links<'a>(
        &'a self,
        facts: &'a FileFacts,
    ) -> impl Iterator<Item = (ItemId, &'a [ModuleChoice])> {
        let written = self.modules.iter();
        let written = written.map(|link| (link.item, &link.choices[..]));
        let rows = facts.items.iter().enumerate();
        let expanded = rows.filter(|(_, item)| item.expanded && !self.called.is_empty());
        let called = expanded.filter_map(|(row, item)| {
            let is_file = item.kind == ItemKind::Module { inline: false };
            let mut links = self.called.iter().filter(|_| is_file);
            let link = links.find(|link| {
                Some(link.call) == item.in_macro && link.name == facts.text(item.name)
            })?;
            Some((ItemId(row as u32), &link.choices[..]))
        });
        written.chain(called)
    }
}

/// A `mod x;` and the files it may mean.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ModuleLink {
    /// The declaration, in the facts of the route's file.
    pub item: ItemId,
    /// The files that exist for it, in order of preference: the first whose condition holds is the module. Empty if the
    /// file is missing (a problem if the declaration is active), unreadable, or would include itself.
    pub choices: Vec<ModuleChoice>,
}

/// A module that the expansion of a call may declare, and the files it may be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CalledLink {
    /// The call, in the facts of the route's file.
    pub call: MacroCallId,
    /// The module's name.
    pub name: String,
    /// As those of a `mod x;`; there is at least one.
    pub choices: Vec<ModuleChoice>,
}

/// A file that a `mod x;` may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ModuleChoice {
    /// Where it leads.
    pub route: RouteId,
    /// The condition of the `#[cfg_attr(…, path = "…")]` that names it, in the facts of the declaring file; none if it
    /// holds always.
    pub cfg: Option<CfgId>,
}

//! Which files a file leads to, by `mod` and `include!`.

use govern_diagnostics::FileId;
use govern_facts::{CfgId, FileFacts, Item, ItemId, ItemKind, MacroCallId, ScopeId};

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
    /// The files whose items are its own, by `include!`.
    pub included: Vec<IncludeLink>,
}

/// What leads from a file to others: a declaration of a module or an `include!`.
#[derive(Debug, Clone, Copy)]
pub struct FileLink<'a> {
    /// Where it stands, in the facts of the route's file.
    pub scope: ScopeId,
    /// Its own condition.
    pub cfg: Option<CfgId>,
    /// The files that it may mean.
    pub choices: &'a [ModuleChoice],
}

impl Route {
    /// The files that it leads to: also by declarations that expansions have, once they are in the facts of the route's file.
    pub fn links<'a>(&'a self, facts: &'a FileFacts) -> impl Iterator<Item = FileLink<'a>> {
        let link = |item: &Item, choices| FileLink {
            scope: item.scope,
            cfg: item.cfg,
            choices,
        };
        let written = self.modules.iter();
        let written = written.map(move |it| link(facts.item(it.item), &it.choices[..]));
        let items = facts.items.iter();
        let expanded = items.filter(|item| item.expanded && !self.called.is_empty());
        let called = expanded.filter_map(move |item| {
            let is_file = item.kind == ItemKind::Module { inline: false };
            // A call among the arguments of another one is expanded with that.
            let declares = |call| {
                let outer = item.in_macro.filter(|_| is_file);
                outer.is_some_and(|outer| facts.is_within(call, outer))
            };
            let mut links = self.called.iter();
            let found = links.find(|it| it.name == facts.text(item.name) && declares(it.call))?;
            Some(link(item, &found.choices[..]))
        });
        let included = self.included.iter().map(|it| FileLink {
            scope: facts.macro_calls[it.call.index()].scope,
            cfg: None,
            choices: std::slice::from_ref(&it.choice),
        });
        written.chain(called).chain(included)
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

/// An `include!` among items, and the file whose items it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IncludeLink {
    /// The call, in the facts of the route's file.
    pub call: MacroCallId,
    /// Where it leads.
    pub choice: ModuleChoice,
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

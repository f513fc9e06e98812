//! One walk over the flat tree of a file that feeds all tables.
//!
//! The walk is a loop, not a recursion: `a + b + …` and `x.f().g()…` make trees as deep as they are long. Only what
//! brackets nest (types, attributes, macro arguments) recurses, and brackets are bounded by the parser's guard.

mod attrs;
mod bindings;
mod comments;
mod imports;
mod interner;
mod items;
mod macros;
mod paths;
mod types;

use ra_ap_parser::{SyntaxKind, SyntaxKind::*, TopEntryPoint};

use self::bindings::Bindings;
use self::interner::Interner;
use crate::tree::Tree;
use crate::{
    CfgId, Edition, Extent, FileFacts, ItemId, MacroCallId, MacroPosition, Name, Run, Scope,
    ScopeId, ScopeKind, SyntaxError, Unsafe, UnsafeKind,
};

/// Reads the facts of a file.
///
/// Never fails: broken text yields the facts of what could be read, and the errors. Text that nests so deeply that no
/// parser should be tried on it yields no facts but an error.
pub fn extract(text: &str, edition: Edition) -> (FileFacts, Vec<SyntaxError>) {
    let (tree, errors) = Tree::parse(text, 0, TopEntryPoint::SourceFile, edition);
    let mut extractor = Extractor::new(edition, text);
    extractor.open_scope(
        ScopeKind::Module,
        None,
        None,
        Extent::new(0, text.len() as u32),
        usize::MAX,
    );
    if !tree.nodes.is_empty() {
        let attrs = extractor.inner_attrs(&tree, 0);
        extractor.facts.file_attrs = attrs.run;
        extractor.facts.scopes[0].cfg = attrs.cfg;
        extractor.walk(&tree, 1, tree.nodes.len());
    }
    extractor.comments(&tree);
    (extractor.finish(), errors)
}

/// The state of the walk.
struct Extractor {
    facts: FileFacts,
    interner: Interner,
    edition: Edition,
    /// Open scopes, innermost last.
    open: Vec<OpenScope>,
    /// Generic parameters in scope, innermost last.
    generics: Vec<Name>,
    bindings: Bindings,
    /// The macro call whose arguments are being read as items.
    in_macro: Option<MacroCallId>,
    /// The condition of the extern block whose items are being read, and where it ends.
    extern_block: Option<(Option<CfgId>, usize)>,
    /// The path expression that is called, the path type that is a bound: the node, set by its parent.
    callee: usize,
    bound: usize,
    /// The macro call that stands in this position: the node, set by its parent.
    macro_position: (usize, MacroPosition),
}

struct OpenScope {
    id: ScopeId,
    /// Index of the node behind the scope.
    end: usize,
    /// How many generic parameters were in scope outside.
    generics: usize,
    /// What the bindings' floor was outside.
    floor: usize,
}

impl Extractor {
    fn new(edition: Edition, text: &str) -> Self {
        let facts = FileFacts {
            len: text.len() as u32,
            lines: count_lines(text),
            ..FileFacts::default()
        };
        Extractor {
            facts,
            interner: Interner::new(),
            edition,
            open: Vec::new(),
            generics: Vec::new(),
            bindings: Bindings::default(),
            in_macro: None,
            extern_block: None,
            callee: usize::MAX,
            bound: usize::MAX,
            macro_position: (usize::MAX, MacroPosition::Item),
        }
    }

    fn finish(mut self) -> FileFacts {
        self.facts.names = self.interner.finish();
        self.facts
    }

    fn intern(&mut self, text: &str) -> Name {
        self.interner.intern(text)
    }

    /// Visits the nodes from `from` up to `to`, which must be whole siblings.
    fn walk(&mut self, tree: &Tree<'_>, from: usize, to: usize) {
        let outer = self.open.len();
        let mut at = from;
        while at < to {
            while self.open.len() > outer && self.open.last().is_some_and(|scope| scope.end <= at) {
                self.close_scope();
            }
            at = self.enter(tree, at);
        }
        while self.open.len() > outer {
            self.close_scope();
        }
    }

    /// Visits a whole node.
    fn walk_node(&mut self, tree: &Tree<'_>, node: usize) {
        self.walk(tree, node, tree.after(node));
    }

    /// Reads one node and returns the next one to visit: its first child, or what follows it.
    fn enter(&mut self, tree: &Tree<'_>, at: usize) -> usize {
        let kind = tree.kind(at);
        if crate::tree::is_token(kind) {
            return at + 1;
        }
        match kind {
            FN | STRUCT | ENUM | UNION | TRAIT | IMPL | MODULE | CONST | STATIC | TYPE_ALIAS
            | MACRO_RULES | MACRO_DEF | EXTERN_CRATE | EXTERN_BLOCK | VARIANT => {
                return self.item(tree, at);
            }
            USE => {
                self.imports(tree, at);
                return tree.after(at);
            }
            VISIBILITY | ATTR => return tree.after(at),
            _ => {}
        }
        if tree.kind(at + 1) == ATTR && at + 1 < tree.after(at) {
            self.conditional(tree, at);
        }
        match kind {
            MACRO_CALL => return self.macro_call(tree, at),
            MACRO_EXPR => self.macro_position = (first_node(tree, at), MacroPosition::Expr),
            MACRO_PAT => self.macro_position = (first_node(tree, at), MacroPosition::Pattern),
            MACRO_TYPE => self.macro_position = (first_node(tree, at), MacroPosition::Type),
            PATH_EXPR => self.value_path(tree, at),
            PATH_TYPE => self.type_path(tree, at),
            TYPE_BOUND => self.bound = first_node(tree, at),
            CALL_EXPR => self.callee = first_node(tree, at),
            RECORD_EXPR => self.child_path(tree, at, crate::PathKind::StructLiteral),
            TUPLE_STRUCT_PAT | RECORD_PAT | PATH_PAT => {
                self.child_path(tree, at, crate::PathKind::Pattern)
            }
            METHOD_CALL_EXPR => self.method_call(tree, at),
            IDENT_PAT => self.ident_pattern(tree, at),
            LET_STMT | LET_EXPR | MATCH_ARM | CLOSURE_EXPR | FOR_EXPR | IF_EXPR | WHILE_EXPR => {
                self.bindings.enter(tree, at);
            }
            BLOCK_EXPR => self.block(tree, at),
            STMT_LIST => self.statements(tree, at),
            _ => {}
        }
        at + 1
    }

    /// A node that is no item and has attributes: a statement, expression, arm or field of an expression.
    fn conditional(&mut self, tree: &Tree<'_>, at: usize) {
        let attrs = self.outer_attrs(tree, at);
        if attrs.cfg.is_some() {
            self.open_block(tree, at, attrs.cfg);
        }
    }

    fn block(&mut self, tree: &Tree<'_>, at: usize) {
        if let Some(keyword) = tree.child(at, UNSAFE_KW) {
            self.unsafe_use(tree, keyword, UnsafeKind::Block);
        }
    }

    /// A block that declares something is a scope of its own.
    fn statements(&mut self, tree: &Tree<'_>, at: usize) {
        self.bindings.enter_block(tree, at);
        if tree.children(at).any(|child| declares(tree.kind(child))) {
            self.open_block(tree, at, None);
        }
    }

    fn open_block(&mut self, tree: &Tree<'_>, at: usize, cfg: Option<CfgId>) {
        self.open_scope(ScopeKind::Block, None, cfg, tree.extent(at), tree.after(at));
    }

    fn open_scope(
        &mut self,
        kind: ScopeKind,
        item: Option<ItemId>,
        cfg: Option<CfgId>,
        extent: Extent,
        end: usize,
    ) -> ScopeId {
        let id = ScopeId(self.facts.scopes.len() as u32);
        let parent = self.open.last().map(|scope| scope.id);
        self.facts.scopes.push(Scope {
            parent,
            kind,
            item,
            cfg,
            extent,
        });
        self.open.push(OpenScope {
            id,
            end,
            generics: self.generics.len(),
            floor: self.bindings.floor,
        });
        id
    }

    fn close_scope(&mut self) {
        let Some(scope) = self.open.pop() else { return };
        self.generics.truncate(scope.generics);
        self.bindings.floor = scope.floor;
    }

    /// The innermost open scope.
    fn scope(&self) -> ScopeId {
        self.open.last().map_or(ScopeId(0), |scope| scope.id)
    }

    fn unsafe_use(&mut self, tree: &Tree<'_>, keyword: usize, kind: UnsafeKind) {
        let justified = comments::is_justified(tree, tree.nodes[keyword].start);
        let scope = self.scope();
        self.facts.unsafes.push(Unsafe {
            kind,
            extent: tree.extent(keyword),
            justified,
            scope,
        });
    }

    /// Appends `rows` to a table and returns where they are.
    fn append<T>(table: &mut Vec<T>, rows: Vec<T>) -> Run {
        let start = table.len() as u32;
        table.extend(rows);
        Run {
            start,
            end: table.len() as u32,
        }
    }
}

/// The first child that is a node, attributes passed over; the node itself if there is none.
fn first_node(tree: &Tree<'_>, at: usize) -> usize {
    tree.children(at)
        .find(|&child| !tree.is_token(child) && tree.kind(child) != ATTR)
        .unwrap_or(at)
}

/// Whether a statement of this kind brings names into its block.
fn declares(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        USE | FN
            | STRUCT
            | ENUM
            | UNION
            | TRAIT
            | IMPL
            | MODULE
            | CONST
            | STATIC
            | TYPE_ALIAS
            | MACRO_RULES
            | MACRO_DEF
            | EXTERN_CRATE
            | EXTERN_BLOCK
    )
}

fn count_lines(text: &str) -> u32 {
    let breaks = text.bytes().filter(|&byte| byte == b'\n').count() as u32;
    breaks + u32::from(!text.is_empty() && !text.ends_with('\n'))
}

//! One walk over the flat tree of a file that feeds all tables.
//!
//! The walk is a loop, not a recursion: `a + b + …` and `x.f().g()…` make trees as deep as they are long. Only what
//! brackets nest (types, attributes, macro arguments) recurses, and brackets are bounded by the parser's guard.

mod attrs;
mod bindings;
mod bodies;
mod branches;
mod cfg;
mod comments;
mod declared;
mod imports;
mod items;
mod macros;
mod meta;
mod paths;
mod scan;
mod token_run;
mod types;
mod uses;

use ra_ap_parser::{SyntaxKind, SyntaxKind::*, TopEntryPoint};

use self::bindings::Bindings;
pub(crate) use self::meta::plain;
use crate::interner::Interner;
use crate::nesting::Nesting;
use crate::tokens::Lexed;
use crate::tree::Tree;
use crate::under::Mark;
use crate::{
    CfgId, Edition, Extent, FileFacts, ItemId, ItemKind, MacroCallId, MacroPosition, Name, Run,
    Scope, ScopeId, ScopeKind, SyntaxError, Unsafe, UnsafeKind,
};

/// The stack for text that nests unusually deep; only what is touched of it costs anything.
const LARGE_STACK: usize = 256 << 20;

/// Reads the facts of a file.
///
/// Never fails: broken text yields the facts of what could be read, and the errors. Text that nests so deeply that no
/// parser should be tried on it yields an error and no facts but its comments.
pub fn extract(text: &str, edition: Edition) -> (FileFacts, Vec<SyntaxError>) {
    if u32::try_from(text.len()).is_err() {
        let error = SyntaxError::new("file is larger than 4 GiB", Extent::default());
        return (Extractor::new("").finish(), vec![error]);
    }
    let (lexed, mut errors) = Lexed::new(text, edition);
    let facts = match lexed.nesting() {
        Nesting::Shallow => read(&lexed, &mut errors),
        Nesting::Deep => {
            let facts = with_large_stack(|| read(&lexed, &mut errors));
            facts.unwrap_or_else(|| refuse(&lexed, lexed.tokens.len() - 1, &mut errors))
        }
        Nesting::TooDeep(token) => refuse(&lexed, token, &mut errors),
    };
    (facts, errors)
}

/// Does what recurses deeply; none if no thread can be started for it.
pub(crate) fn with_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(LARGE_STACK);
        let handle = thread.spawn_scoped(scope, work).ok()?;
        // A mistake of ours is not taken for a text in which there is nothing.
        let done = handle.join();
        Some(done.unwrap_or_else(|failure| std::panic::resume_unwind(failure)))
    })
}

fn read(lexed: &Lexed<'_>, errors: &mut Vec<SyntaxError>) -> FileFacts {
    let tree = Tree::parse(
        lexed,
        0,
        lexed.tokens.len(),
        TopEntryPoint::SourceFile,
        errors,
    );
    if lexed.allows_anonymous_parameters() {
        errors.retain(|error| error.message != "missing type for function parameter");
    }
    let mut extractor = Extractor::new(lexed.text);
    let attrs = extractor.inner_attrs(&tree, 0);
    extractor.facts.file_attrs = attrs.run;
    extractor.facts.scopes[0].cfg = attrs.cfg;
    extractor.walk(&tree, 1, tree.nodes.len());
    extractor.comments(lexed);
    extractor.literals(lexed);
    extractor.finish()
}

fn refuse(lexed: &Lexed<'_>, token: usize, errors: &mut Vec<SyntaxError>) -> FileFacts {
    let token = lexed.tokens[token];
    errors.push(SyntaxError::new(
        "nested too deeply to be analysed",
        Extent::new(token.start, token.end),
    ));
    let mut extractor = Extractor::new(lexed.text);
    extractor.comments(lexed);
    extractor.finish()
}

/// The state of the walk.
struct Extractor {
    facts: FileFacts,
    interner: Interner,
    /// Open scopes, innermost last.
    open: Vec<OpenScope>,
    /// Scopes that hold single facts under a condition and not all that stands where they are.
    detached: Vec<ScopeId>,
    /// Generic parameters in scope, innermost last; those before the floor belong to a function around the item.
    generics: Vec<Name>,
    generics_floor: usize,
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
    /// How many macro calls that hold items the walk is in.
    item_macros: usize,
    /// The segments of the `use` trees that are being read.
    use_prefix: Vec<Name>,
    /// How many types the one being read stands in.
    type_depth: usize,
}

struct OpenScope {
    id: ScopeId,
    /// Index of the node behind the scope.
    end: usize,
    /// How many generic parameters were in scope outside, and how many of them belonged to functions around.
    generics: usize,
    generics_floor: usize,
    /// What the bindings' floor was outside.
    floor: usize,
}

impl Extractor {
    fn new(text: &str) -> Self {
        let mut extractor = Extractor {
            facts: FileFacts {
                len: text.len() as u32,
                lines: count_lines(text),
                ..FileFacts::default()
            },
            interner: Interner::of_file(),
            open: Vec::new(),
            detached: Vec::new(),
            generics: Vec::new(),
            generics_floor: 0,
            bindings: Bindings::default(),
            in_macro: None,
            extern_block: None,
            callee: usize::MAX,
            bound: usize::MAX,
            macro_position: (usize::MAX, MacroPosition::Item),
            item_macros: 0,
            use_prefix: Vec::new(),
            type_depth: 0,
        };
        extractor.open_scope(
            ScopeKind::Module,
            None,
            None,
            Extent::new(0, text.len() as u32),
            usize::MAX,
        );
        extractor
    }

    /// The facts without the room their tables had left to grow: they are kept for long.
    fn finish(mut self) -> FileFacts {
        let facts = &mut self.facts;
        facts.names = self.interner.finish();
        facts.scopes.shrink_to_fit();
        facts.items.shrink_to_fit();
        facts.imports.shrink_to_fit();
        facts.paths.shrink_to_fit();
        facts.segments.shrink_to_fit();
        facts.macro_calls.shrink_to_fit();
        facts.method_calls.shrink_to_fit();
        facts.attrs.shrink_to_fit();
        facts.metas.shrink_to_fit();
        facts.cfgs.shrink_to_fit();
        facts.types.shrink_to_fit();
        facts.fields.shrink_to_fit();
        facts.generics.shrink_to_fit();
        facts.signatures.shrink_to_fit();
        facts.comments.shrink_to_fit();
        facts.unsafes.shrink_to_fit();
        facts.indexes.shrink_to_fit();
        facts.discards.shrink_to_fit();
        facts.literals.shrink_to_fit();
        facts.self_calls.shrink_to_fit();
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
        if kind == MACRO_CALL {
            return self.macro_call(tree, at);
        }
        if at + 1 < tree.after(at) && tree.kind(at + 1) == ATTR {
            self.conditional(tree, at);
        }
        match kind {
            MACRO_EXPR => self.macro_position = (first_node(tree, at), MacroPosition::Expr),
            MACRO_PAT => self.macro_position = (first_node(tree, at), MacroPosition::Pattern),
            MACRO_TYPE => self.macro_position = (first_node(tree, at), MacroPosition::Type),
            PATH_EXPR => {
                self.value_path(tree, at);
                self.path_on_self(tree, at);
            }
            PATH_TYPE => self.type_path(tree, at),
            TYPE_BOUND => {
                let ty = tree
                    .children(at)
                    .find(|&child| types::is_type(tree.kind(child)));
                self.bound = ty.unwrap_or(usize::MAX);
            }
            CALL_EXPR => self.callee = first_node(tree, at),
            RECORD_EXPR => self.child_path(tree, at, crate::PathKind::StructLiteral),
            TUPLE_STRUCT_PAT | RECORD_PAT | PATH_PAT => {
                self.child_path(tree, at, crate::PathKind::Pattern)
            }
            METHOD_CALL_EXPR => {
                self.method_call(tree, at);
                self.method_on_self(tree, at);
            }
            INDEX_EXPR => self.index(tree, at),
            EXPR_STMT => self.dropped(tree, at),
            IDENT_PAT => self.ident_pattern(tree, at),
            LET_STMT => {
                self.bindings.enter(tree, at);
                self.wildcard(tree, at);
            }
            LET_EXPR | MATCH_ARM | CLOSURE_EXPR | FOR_EXPR | IF_EXPR | WHILE_EXPR => {
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
            generics_floor: self.generics_floor,
            floor: self.bindings.floor,
        });
        id
    }

    fn close_scope(&mut self) {
        let Some(scope) = self.open.pop() else { return };
        self.generics.truncate(scope.generics);
        self.generics_floor = scope.generics_floor;
        self.bindings.floor = scope.floor;
    }

    /// The innermost open scope.
    fn scope(&self) -> ScopeId {
        self.open.last().map_or(ScopeId(0), |scope| scope.id)
    }

    fn unsafe_use(&mut self, tree: &Tree<'_>, keyword: usize, kind: UnsafeKind) {
        let justified = comments::is_justified(tree.lexed, tree.nodes[keyword].first as usize);
        let scope = self.scope();
        self.facts.unsafes.push(Unsafe {
            kind,
            extent: tree.extent(keyword),
            justified,
            scope,
        });
    }

    /// Forgets the nodes that others said something about, before and after nodes of another tree are visited.
    fn forget_nodes(&mut self) {
        (self.callee, self.bound) = (usize::MAX, usize::MAX);
        self.macro_position.0 = usize::MAX;
    }

    fn mark(&self) -> Mark {
        self.facts.mark()
    }

    /// Puts what was read since a mark under a condition.
    fn put_under(&mut self, cfg: CfgId, since: Mark, extent: Extent) {
        let rows = self.facts.since(since);
        let under = self.facts.put_under(cfg, rows, self.scope(), extent);
        self.detached.extend(under);
    }

    /// Whether the innermost scope is the inside of an item whose generic parameters its items can use.
    fn shares_generics(&self) -> bool {
        let item = self.facts.scopes[self.scope().index()].item;
        item.is_some_and(|item| {
            matches!(
                self.facts.items[item.index()].kind,
                ItemKind::Impl { .. } | ItemKind::Trait { .. } | ItemKind::Enum
            )
        })
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
pub(crate) fn declares(kind: SyntaxKind) -> bool {
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

#[cfg(test)]
mod tests;

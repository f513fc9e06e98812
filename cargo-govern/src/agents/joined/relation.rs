//! How two nodes have to do with each other, and which way a change goes between them.

/// How one node has to do with another.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Relation {
    /// In words, from the first to the second.
    pub(crate) word: &'static str,
    /// In words, from the second to the first.
    pub(crate) back: &'static str,
    pub(crate) travel: Travel,
}

impl Relation {
    /// Whether it is that of code that hears a subject.
    pub(crate) fn hears(&self) -> bool {
        matches!(self.word, "subscribes to" | "consumes")
    }
}

/// Which of two nodes a change of the other one touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Travel {
    /// None.
    None,
    /// The second.
    Forward,
    /// The first.
    Back,
    /// The second, if the first itself changed, and not only something that it uses.
    ForwardIfChanged,
    /// The first, if the second itself changed.
    BackIfChanged,
}

const fn relation(word: &'static str, back: &'static str, travel: Travel) -> Relation {
    Relation { word, back, travel }
}

pub(super) static DEPENDS: Relation = relation("depends on", "is a dependency of", Travel::Back);
pub(super) static PART: Relation = relation("is part of", "has", Travel::Forward);
/// Of an item and its module.
pub(super) static DECLARED: Relation = relation("is declared in", "declares", Travel::Forward);
/// Of a type of serde and its module: its item says more.
pub(super) static TYPE_DECLARED: Relation = relation("is declared in", "declares", Travel::None);
pub(super) static IN_LAYER: Relation = relation("is in", "has", Travel::None);
/// Of modules: a change goes over items.
pub(super) static MODULE_USES: Relation = relation("uses", "is used by", Travel::None);
pub(super) static USES: Relation = relation("uses", "is used by", Travel::Back);
pub(super) static WRITTEN: Relation =
    relation("is the wire form of", "goes over the wire as", Travel::Back);
pub(super) static CONTAINS: Relation = relation("contains", "is contained in", Travel::Back);
pub(super) static CARRIES: Relation = relation("carries", "is carried by", Travel::Back);
pub(super) static GOES: Relation = relation("goes over", "has messages of", Travel::Forward);
pub(super) static KEEPS: Relation = relation("keeps", "is kept by", Travel::Back);
pub(super) static BEGINS: Relation = relation("begins with", "is run by", Travel::Back);
/// Of a test and a module.
pub(super) static REACHES: Relation = relation("reaches", "is reached by", Travel::None);
pub(super) static SHOWS: Relation = relation("is evidence of", "is shown by", Travel::Forward);
pub(super) static IMPLEMENTS: Relation = relation("is there for", "has code in", Travel::Forward);
/// Of a module whose items are.
pub(super) static MODULE_IMPLEMENTS: Relation =
    relation("is there for", "has code in", Travel::None);
pub(super) static NAMES: Relation = relation("names", "is named by", Travel::Forward);
pub(super) static LINKS: Relation = relation("links to", "is linked from", Travel::BackIfChanged);

/// What an item does with a subject: the relation, and the same of its module.
pub(super) fn of_message(does: &str) -> (&'static Relation, &'static Relation) {
    static PUBLISHES: Relation = relation(
        "publishes to",
        "is published to by",
        Travel::ForwardIfChanged,
    );
    static STORES: Relation = relation("stores under", "is stored by", Travel::ForwardIfChanged);
    static REQUESTS: Relation = relation("requests", "is requested by", Travel::ForwardIfChanged);
    static SUBSCRIBES: Relation = relation("subscribes to", "is heard by", Travel::Back);
    static CONSUMES: Relation = relation("consumes", "is consumed by", Travel::Back);
    static M_PUBLISHES: Relation = relation("publishes to", "is published to by", Travel::None);
    static M_STORES: Relation = relation("stores under", "is stored by", Travel::None);
    static M_REQUESTS: Relation = relation("requests", "is requested by", Travel::None);
    static M_SUBSCRIBES: Relation = relation("subscribes to", "is heard by", Travel::None);
    static M_CONSUMES: Relation = relation("consumes", "is consumed by", Travel::None);
    match does {
        "stores" => (&STORES, &M_STORES),
        "requests" => (&REQUESTS, &M_REQUESTS),
        "subscribes" => (&SUBSCRIBES, &M_SUBSCRIBES),
        "consumes" => (&CONSUMES, &M_CONSUMES),
        _ => (&PUBLISHES, &M_PUBLISHES),
    }
}

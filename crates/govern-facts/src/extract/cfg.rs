//! Conditions.

use super::Extractor;
use crate::{Cfg, CfgId, MetaValue, Run};

/// What a predicate is called.
enum Predicate {
    All,
    Any,
    Not,
    True,
    False,
    Literal,
    Name,
}

impl Extractor {
    /// The condition in the list of `cfg(…)`.
    pub(super) fn cfg_of(&mut self, list: Run) -> CfgId {
        if list.len() == 1 {
            self.cfg_from(list.start as usize)
        } else {
            self.push_cfg(Cfg::Unknown)
        }
    }

    /// The condition that a row of `metas` is.
    pub(super) fn cfg_from(&mut self, row: usize) -> CfgId {
        let (path, value) = (self.facts.metas[row].path, self.facts.metas[row].value);
        let predicate = match self.interner.get(path) {
            "all" => Predicate::All,
            "any" => Predicate::Any,
            "not" => Predicate::Not,
            "true" => Predicate::True,
            "false" => Predicate::False,
            "" => Predicate::Literal,
            _ => Predicate::Name,
        };
        let cfg = match (predicate, value) {
            (Predicate::All, MetaValue::List(list)) => Cfg::All(self.parts(list)),
            (Predicate::Any, MetaValue::List(list)) => Cfg::Any(self.parts(list)),
            (Predicate::Not, MetaValue::List(list)) if list.len() == 1 => {
                Cfg::Not(self.cfg_from(list.start as usize))
            }
            (Predicate::True, MetaValue::Word) => Cfg::Constant(true),
            (Predicate::False, MetaValue::Word) => Cfg::Constant(false),
            (Predicate::Literal, _) => Cfg::Unknown,
            (_, MetaValue::Word) => Cfg::Flag(path),
            (_, MetaValue::Str(value)) => Cfg::Pair(path, value),
            _ => Cfg::Unknown,
        };
        self.push_cfg(cfg)
    }

    fn parts(&mut self, list: Run) -> Vec<CfgId> {
        list.rows().map(|row| self.cfg_from(row)).collect()
    }

    pub(super) fn push_cfg(&mut self, cfg: Cfg) -> CfgId {
        let id = CfgId(self.facts.cfgs.len() as u32);
        self.facts.cfgs.push(cfg);
        id
    }

    /// The conjunction of some conditions, if there are any.
    pub(super) fn all_of(&mut self, cfgs: Vec<CfgId>) -> Option<CfgId> {
        match cfgs[..] {
            [] => None,
            [one] => Some(one),
            _ => Some(self.push_cfg(Cfg::All(cfgs))),
        }
    }
}

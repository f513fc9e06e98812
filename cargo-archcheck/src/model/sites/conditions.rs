//! Conditions in the core: what `#[cfg(…)]`, `#[cfg_attr(…)]` and `cfg!(…)` ask for.

use govern_facts::{
    Attr, Cfg, CfgId, Edition, Extent, FileFacts, Meta, MetaValue, ScopeId, ScopeKind,
};

use super::{Ground, external};
use crate::model::architecture::{ModuleRow, Site, What};

/// A flag, or a key with its value, and where it stands.
type Asked = (Extent, String, Option<String>);

pub(super) fn find(ground: &Ground<'_, '_>, sites: &mut Vec<Site>) {
    let facts = ground.facts;
    for attr in &facts.attrs {
        let asked = of_attribute(facts, attr);
        if asked.is_empty() {
            continue;
        }
        if let Some(module) = core(ground, around(ground, attr)) {
            push(ground, sites, module, attr.extent, asked);
        }
    }
    for call in &facts.macro_calls {
        let path = facts.path(call.path);
        let is_cfg = facts.segments(path.segments).next_back() == Some("cfg")
            && external(ground.names, facts, ground.instance, call.path).as_deref()
                == Some("std::cfg");
        if !is_cfg {
            continue;
        }
        if let Some(module) = core(ground, call.scope) {
            let mut asked = Vec::new();
            if let Some((facts, cfg)) = condition(ground, call.args)
                && !is_for_tests(&facts, cfg)
            {
                leaves(&facts, cfg, call.extent, &mut asked);
            }
            push(ground, sites, module, call.extent, asked);
        }
    }
}

/// The scope that an attribute stands in. That of a module before its name stands where the module is declared: whether the
/// module exists makes no difference.
fn around(ground: &Ground<'_, '_>, attr: &Attr) -> ScopeId {
    let scope = ground.scope_at(attr.extent);
    let row = ground.facts.scope(scope);
    let item = row.item.filter(|_| row.kind == ScopeKind::Module);
    let item = item.map(|item| ground.facts.item(item));
    match item {
        Some(item) if attr.extent.end <= item.name_extent.start => item.scope,
        _ => scope,
    }
}

/// The innermost module around a scope that exists, if it is part of the core.
fn core(ground: &Ground<'_, '_>, scope: ScopeId) -> Option<ModuleRow> {
    let mut scopes = ground.facts.scopes_around(scope);
    let (scope, _) = scopes.find(|(scope, _)| ground.is_in_module(*scope))?;
    let module = ground.module(scope)?;
    let role = ground.architecture.role_of(module);
    role.is_some_and(|role| role.is_core()).then_some(module)
}

fn push(
    ground: &Ground<'_, '_>,
    sites: &mut Vec<Site>,
    module: ModuleRow,
    within: Extent,
    asked: Vec<Asked>,
) {
    let within = within.start;
    sites.extend(asked.into_iter().map(|(extent, key, value)| Site {
        module,
        span: ground.span(extent),
        what: What::Condition { key, value, within },
    }));
}

/// What an attribute asks for: by itself, or as the one in whose `cfg_attr` it stands.
fn of_attribute(facts: &FileFacts, attr: &Attr) -> Vec<Asked> {
    let mut asked = Vec::new();
    if let Some(cfg) = attr.cfg
        && !is_for_tests(facts, cfg)
    {
        leaves(facts, cfg, attr.extent, &mut asked);
    }
    let own = facts.attr_list(attr, "cfg");
    for meta in own.unwrap_or_default() {
        if !is_meta_for_tests(facts, meta) {
            meta_leaves(facts, meta, &mut asked);
        }
    }
    asked
}

fn meta_leaves(facts: &FileFacts, meta: &Meta, asked: &mut Vec<Asked>) {
    let key = facts.text(meta.path).to_owned();
    match meta.value {
        MetaValue::List(run) => {
            for part in &facts.metas[run.rows()] {
                meta_leaves(facts, part, asked);
            }
        }
        MetaValue::Word => asked.push((meta.extent, key, None)),
        MetaValue::Str(value) => {
            asked.push((meta.extent, key, Some(facts.text(value).to_owned())));
        }
        MetaValue::Expr(_) => {}
    }
}

/// Whether a condition can hold in tests only: `test`, `all(test, unix)`.
fn is_meta_for_tests(facts: &FileFacts, meta: &Meta) -> bool {
    let key = facts.text(meta.path);
    match meta.value {
        MetaValue::Word => key == "test",
        MetaValue::List(run) => {
            let mut parts = facts.metas[run.rows()].iter();
            match key {
                "all" => parts.any(|part| is_meta_for_tests(facts, part)),
                "any" => !run.is_empty() && parts.all(|part| is_meta_for_tests(facts, part)),
                _ => false,
            }
        }
        _ => false,
    }
}

fn is_for_tests(facts: &FileFacts, cfg: CfgId) -> bool {
    let holds = |flag: &str, _: Option<&str>| (flag == "test").then_some(false);
    facts.evaluate(cfg, &holds) == Some(false)
}

fn leaves(facts: &FileFacts, cfg: CfgId, extent: Extent, asked: &mut Vec<Asked>) {
    match facts.cfg(cfg) {
        Cfg::All(parts) | Cfg::Any(parts) => {
            for &part in parts {
                leaves(facts, part, extent, asked);
            }
        }
        Cfg::Not(part) => leaves(facts, *part, extent, asked),
        Cfg::Flag(name) => asked.push((extent, facts.text(*name).to_owned(), None)),
        Cfg::Pair(key, value) => {
            let value = facts.text(*value).to_owned();
            asked.push((extent, facts.text(*key).to_owned(), Some(value)));
        }
        Cfg::Constant(_) | Cfg::Unknown => {}
    }
}

/// The condition in the arguments of `cfg!`, read as that of an item.
fn condition(ground: &Ground<'_, '_>, args: Extent) -> Option<(FileFacts, CfgId)> {
    let text = ground.workspace.text(ground.file).ok()?;
    let args = text.get(args.start as usize + 1..args.end as usize - 1)?;
    let (facts, _) = govern_facts::extract(&format!("#[cfg({args})] struct S;"), Edition::E2024);
    let cfg = facts.items.first()?.cfg?;
    Some((facts, cfg))
}

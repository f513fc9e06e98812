//! What deals with the messages of a subscription: the body of the loop over it, and what is called from there.

use std::collections::BTreeSet;

use govern_diagnostics::Span;
use govern_facts::{Expr, ExprId, Extent};

use super::code::Unit;
use super::follow::Follower;
use super::ty::{Def, Ty};
use super::value::{HandleKind, Value};
use super::{Handler, Site};

/// Through how many calls what is done is followed.
const LEVELS: u32 = 6;

/// The handlers of all subscriptions and consumers that can be followed to their loop.
pub(super) fn find(follower: &Follower<'_, '_>, sites: &[Site]) -> Vec<Handler> {
    let code = follower.code;
    let mut handlers = Vec::new();
    let hearing: BTreeSet<_> = sites
        .iter()
        .filter(|it| !it.act.is_out())
        .map(|it| it.span.file)
        .collect();
    if hearing.is_empty() {
        return handlers;
    }
    for unit in code.units.values().filter(|it| code.is_given(it)) {
        let mentions = |name: &str| unit.facts.names.iter().any(|it| it == name);
        if ![
            "next",
            "try_next",
            "for_each",
            "for_each_concurrent",
            "try_for_each",
        ]
        .into_iter()
        .any(mentions)
        {
            continue;
        }
        let expressions = code.expressions(unit);
        let mut found: Vec<(ExprId, ExprId)> = Vec::new();
        for row in &expressions.rows {
            match &row.expr {
                Expr::While {
                    condition: Some(condition),
                    body,
                } => found.extend(heard(follower, unit, *condition).map(|of| (of, *body))),
                Expr::Method {
                    receiver,
                    name,
                    args,
                    ..
                } if matches!(
                    name.as_str(),
                    "for_each" | "for_each_concurrent" | "try_for_each"
                ) =>
                {
                    let handler = args.last().copied();
                    found.extend(handler.map(|body| (*receiver, body)));
                }
                _ => {}
            }
        }
        found.sort_by_key(|(_, body)| expressions.row(*body).extent.start);
        for (of, body) in found {
            if !code.in_program(unit, body) {
                continue;
            }
            handlers.extend(handler(follower, unit, of, body, sites));
        }
    }
    handlers
}

/// What `next` is called on in a condition.
fn heard<'w>(follower: &Follower<'_, 'w>, unit: &Unit<'w>, condition: ExprId) -> Option<ExprId> {
    let expressions = follower.code.expressions(unit);
    let mut at = condition;
    for _ in 0..16 {
        at = match expressions.expr(at) {
            Expr::Let { value, .. } => *value,
            Expr::Same(inner) | Expr::Await(inner) | Expr::Try(inner) => *inner,
            Expr::Method { receiver, name, .. } => match name.as_str() {
                "next" | "try_next" => return Some(*receiver),
                _ => *receiver,
            },
            _ => return None,
        };
    }
    None
}

fn handler<'w>(
    follower: &Follower<'_, 'w>,
    unit: &Unit<'w>,
    of: ExprId,
    body: ExprId,
    sites: &[Site],
) -> Option<Handler> {
    let mut heard = Vec::new();
    for way in follower.everywhere(unit, of) {
        for value in way.value.all() {
            if let Value::Handle(handle) = value
                && matches!(handle.kind, HandleKind::Subscription | HandleKind::Consumer)
            {
                heard.push(handle.span);
            }
        }
    }
    let contains = |outer: Span, inner: Span| {
        outer.file == inner.file && outer.range.contains_range(inner.range)
    };
    let hears: Vec<usize> = (0..sites.len())
        .filter(|&row| {
            let site = &sites[row];
            !site.act.is_out() && heard.iter().any(|&span| contains(span, site.span))
        })
        .collect();
    if hears.is_empty() {
        return None;
    }
    let places = reachable(follower, unit, body);
    let sends = (0..sites.len()).filter(|&row| {
        let site = &sites[row];
        let calls = site.via.iter().chain([&site.span]);
        // The outermost call that decides about the subject has to be made from here.
        site.act.is_out()
            && calls
                .take(1)
                .any(|&call| places.iter().any(|&it| contains(it, call)))
    });
    Some(Handler {
        sends: sends.collect(),
        hears,
        span: follower
            .code
            .span(unit, follower.code.expressions(unit).row(of).extent),
    })
}

/// A body, and the bodies of the functions that are called from it.
fn reachable<'w>(follower: &Follower<'_, 'w>, unit: &Unit<'w>, body: ExprId) -> Vec<Span> {
    let code = follower.code;
    let extent = code.expressions(unit).row(body).extent;
    let mut places = vec![code.span(unit, extent)];
    let mut seen: BTreeSet<Def> = BTreeSet::new();
    let mut level = called(follower, unit, extent);
    for _ in 0..LEVELS {
        let mut next = Vec::new();
        for def in level {
            if !seen.insert(def) {
                continue;
            }
            if let (Some(unit), Some(function)) = (code.unit(def.file), code.function(def)) {
                let extent = code.expressions(unit).row(function.body).extent;
                places.push(code.span(unit, extent));
                next.extend(called(follower, unit, extent));
            }
        }
        level = next;
    }
    places
}

/// The functions of the workspace that are called, or named, at a place.
fn called<'w>(follower: &Follower<'_, 'w>, unit: &Unit<'w>, extent: Extent) -> Vec<Def> {
    let code = follower.code;
    let expressions = code.expressions(unit);
    let mut found = Vec::new();
    for (id, row) in expressions.iter() {
        if !extent.contains(row.extent) {
            continue;
        }
        match &row.expr {
            Expr::Path(path) => found.extend(code.called(unit, id, path)),
            Expr::Method { receiver, name, .. } => {
                follower.ask();
                if let Ty::Item(def, _) = follower.type_of(unit, *receiver) {
                    found.extend(code.members(def, name));
                }
            }
            _ => {}
        }
    }
    found
}

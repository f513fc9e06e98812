//! Reads `[[route]]` and `[[boundary]]`, from what is written to what is meant.

use govern_diagnostics::Diagnostic;
use govern_gate::{Error, Session, Spanned};

use super::{
    config::{BOUNDARY, BoundaryConfig, ROUTE, RouteConfig},
    rules::{Glob, Named, Route, Rules},
};

/// What `govern.toml` says.
pub(super) fn read(session: &Session) -> Result<Rules, Error> {
    let mut rules = Rules::default();
    let mut mistakes = Vec::new();
    let spanned = |text: &Spanned<String>| session.config_span(text.span());
    let mut globs = |texts: &[Spanned<String>]| {
        let globs = texts
            .iter()
            .map(|text| Glob::new(text.get_ref(), spanned(text)));
        let (globs, wrong): (Vec<_>, Vec<_>) = globs.partition(Result::is_ok);
        mistakes.extend(wrong.into_iter().filter_map(Result::err).map(|it| *it));
        globs.into_iter().flatten().collect::<Vec<_>>()
    };
    let named = |texts: &[Spanned<String>]| {
        let named = texts.iter().map(|text| Named {
            name: text.get_ref().clone(),
            span: spanned(text),
        });
        named.collect::<Vec<_>>()
    };
    for route in session.config::<Vec<Spanned<RouteConfig>>>(ROUTE)? {
        let span = session.config_span(route.span());
        let route = route.into_inner();
        if route.paths.is_empty() == route.when.is_none() {
            let message =
                "an entry of `[[route]]` is about `paths`, or about the risk that `when` names";
            return Err(Diagnostic::config(message).at(span).into());
        }
        rules.routes.push(Route {
            span: route.paths.first().map_or(span, spanned),
            paths: globs(&route.paths),
            when: route.when.map(Spanned::into_inner),
            to: route.to,
            also: route.also,
            condition: None,
            needs: named(&route.needs),
            advises: named(&route.advises),
            risks: route.risks,
            because: route.because,
        });
    }
    for boundary in session.config::<Vec<BoundaryConfig>>(BOUNDARY)? {
        let (may, must_not) = (globs(&boundary.may), globs(&boundary.must_not));
        if boundary.name.get_ref() == "*" {
            rules.nobody.extend(must_not);
            continue;
        }
        let agent = rules
            .agents
            .entry(boundary.name.get_ref().clone())
            .or_default();
        agent.span = spanned(&boundary.name);
        agent.is_bounded = true;
        agent.may.extend(may);
        agent.must_not.extend(must_not);
    }
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    Ok(rules)
}

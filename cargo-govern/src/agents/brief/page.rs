//! The brief as Markdown.

use std::fmt::{Arguments, Write as _};

use super::{Brief, CodeRow};
use crate::agents::place::Place;

/// How many of a kind are shown; the document has all of them.
const SHOWN: usize = 20;

/// The brief as Markdown.
pub(in crate::agents) fn markdown(brief: &Brief) -> String {
    let mut page = Page(String::new());
    page.line(format_args!("# {}", brief.id));
    page.line(format_args!("\n{}\n", brief.text));
    let place = at(brief.place.as_ref());
    page.line(format_args!("- stands: {}{place}", brief.verdict));
    for trouble in &brief.troubles {
        page.line(format_args!("  - {trouble}"));
    }
    page.line(format_args!(
        "- priority: {}, {}",
        brief.priority, brief.state
    ));
    for (word, above) in [("requirement", &brief.requirement), ("story", &brief.story)] {
        page.line(format_args!("- {word}: {}, {}", above.id, above.title));
    }
    if !brief.depends_on.is_empty() {
        page.line(format_args!(
            "- depends on: {}",
            brief.depends_on.join(", ")
        ));
    }
    if let Some(waiver) = &brief.waiver {
        page.line(format_args!("- waived {waiver}"));
    }
    page.list("Decisions and documents", &brief.documents, |it| {
        let path = it.path.as_deref();
        let path = path.map_or(String::new(), |path| format!(" ({path})"));
        format!("{}: {}{path}", it.kind, it.name)
    });
    page.list("Tests that show it", &brief.tests, |it| {
        let shows = if it.proof { "" } else { ", shows nothing yet" };
        let place = at(it.place.as_ref());
        format!(
            "{}: {} `{}`: {}{shows}{place}",
            it.level, it.kind, it.name, it.evidence
        )
    });
    if brief.tests.is_empty() {
        page.heading("Tests that show it");
        page.line(format_args!("- none yet"));
    }
    page.list("Levels without a test", &brief.missing, |any_of| {
        any_of.join(" or ")
    });
    code(brief, &mut page);
    page.list("Layers", &brief.layers, |it| {
        let role = it.role.map_or(String::new(), |role| format!(" ({role})"));
        let may = listed(&it.may_use);
        let may_not = listed(&it.may_not_use);
        let because = it.because.as_deref();
        let because = because.map_or(String::new(), |because| format!("; {because}"));
        format!(
            "`{}`{role} may use {may}, and may not use {may_not}{because}",
            it.name
        )
    });
    page.list("Names that may not be used there", &brief.forbidden, |it| {
        let because = it.because.as_deref();
        let because = because.map_or(String::new(), |because| format!(": {because}"));
        format!("{} in {}{because}", listed(&it.names), listed(&it.layers))
    });
    page.list("Ports in play", &brief.ports, |it| {
        let adapters = match it.adapters.is_empty() {
            true => "nothing serves it".to_owned(),
            false => format!("served by {}", listed(&it.adapters)),
        };
        format!("`{}`{}: {adapters}", it.path, at(it.place.as_ref()))
    });
    page.list("Contracts in play", &brief.contracts, |it| {
        let payload = it.payload.as_deref();
        let payload = payload.map_or(String::new(), |it| format!(": `{it}`"));
        let direction = it.direction.map_or(String::new(), |it| format!(", {it}"));
        format!("`{}`{payload}{direction}{}", it.id, at(it.place.as_ref()))
    });
    page.list("Subjects in play", &brief.subjects, |it| {
        format!("{} `{}`{}", it.does, it.subject, at(it.place.as_ref()))
    });
    page.list("Policies that apply", &brief.policies, ToString::to_string);
    page.list("Left out for want of room", &brief.left_out, |it| {
        format!("{} of the list `{}`", it.count, it.what)
    });
    prove(brief, &mut page);
    page.0
}

fn code(brief: &Brief, page: &mut Page) {
    let name = |it: &CodeRow| {
        let layer = it.layer.as_ref();
        let layer = layer.map_or(String::new(), |layer| format!(", layer `{layer}`"));
        let package = it.package.as_ref();
        let package = package.map_or(String::new(), |it| format!(", crate `{it}`"));
        let by = match it.by.as_str() {
            "link" => String::new(),
            by => format!(", {} away from {by}", steps(it.steps)),
        };
        format!("`{}`{}{package}{layer}{by}", it.name, at(it.place.as_ref()))
    };
    let of = |is_asked: &dyn Fn(&CodeRow) -> bool| -> Vec<&CodeRow> {
        let rows = brief.code.iter();
        rows.filter(|it| is_asked(it)).collect()
    };
    let links = of(&|it| it.by == "link");
    let reached = of(&|it| it.by != "link" && it.sure);
    let programs = of(&|it| !it.sure);
    page.list("Code that is there for it", &links, |it| name(it));
    page.list("Code that its tests reach", &reached, |it| name(it));
    let heading = "Code that programs which its tests start perhaps run";
    page.list(heading, &programs, |it| name(it));
    if brief.code.is_empty() {
        page.heading("Code that is there for it");
        page.line(format_args!("- none yet"));
    }
}

fn prove(brief: &Brief, page: &mut Page) {
    page.heading("To prove it");
    page.line(format_args!("```sh"));
    for command in &brief.prove {
        page.line(format_args!("{command}"));
    }
    page.line(format_args!("cargo ac why {}", brief.id));
    page.line(format_args!("cargo govern"));
    page.line(format_args!("```"));
    if !brief.not_run.is_empty() {
        page.line(format_args!(""));
    }
    for why in &brief.not_run {
        page.line(format_args!("- not run: {why}"));
    }
    if !brief.needs.is_empty() {
        page.line(format_args!(
            "\nA change of these files needs: {}.",
            brief.needs.join(", ")
        ));
    }
}

fn steps(count: usize) -> String {
    match count {
        1 => "1 step".to_owned(),
        _ => format!("{count} steps"),
    }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        names => format!("`{}`", names.join("`, `")),
    }
}

fn at(place: Option<&Place>) -> String {
    place.map_or(String::new(), |place| format!(" ({place})"))
}

struct Page(String);

impl Page {
    fn line(&mut self, line: Arguments<'_>) {
        // A string takes everything.
        let _ = writeln!(self.0, "{line}");
    }

    fn heading(&mut self, heading: &str) {
        self.line(format_args!("\n## {heading}\n"));
    }

    fn list<T>(&mut self, heading: &str, rows: &[T], show: impl Fn(&T) -> String) {
        if rows.is_empty() {
            return;
        }
        self.heading(heading);
        for row in rows.iter().take(SHOWN) {
            let shown = show(row);
            self.line(format_args!("- {shown}"));
        }
        if rows.len() > SHOWN {
            self.line(format_args!(
                "- and {} more: `--json` has them",
                rows.len() - SHOWN
            ));
        }
    }
}

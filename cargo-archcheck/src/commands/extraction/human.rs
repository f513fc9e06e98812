//! A plan as text.

use std::io::{self, Write};

use super::document::{Conflict, Document, Face, Name, Proposal, Side, Site, Target};

/// How many places of something are shown.
const SHOWN: usize = 3;

pub(super) fn write(plan: &Document, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "`{}` as a crate of its own: `{}`",
        plan.module, plan.new
    )?;
    verdict(plan, out)?;
    moves(plan, out)?;
    dependencies(plan, out)?;
    for proposal in [
        Proposal::MoveAlong,
        Proposal::MoveToShared,
        Proposal::AddPort,
        Proposal::KeepAsExtension,
    ] {
        let targets: Vec<&Target> = plan
            .targets
            .iter()
            .filter(|target| target.proposal == proposal)
            .collect();
        if targets.is_empty() {
            continue;
        }
        let shared = plan
            .shared
            .as_deref()
            .filter(|_| proposal == Proposal::MoveToShared);
        let name = shared.map_or(String::new(), |name| format!(" (`{name}`)"));
        writeln!(out, "\n{}{name}", proposal.title())?;
        let whole = plan
            .whole
            .iter()
            .filter(|whole| side(proposal) == Some(whole.to));
        for whole in whole {
            let (items, lines) = (count(whole.items, "item"), count(whole.lines, "line"));
            writeln!(out, "    all of mod {} ({items}, {lines})", whole.module)?;
        }
        for target in targets {
            let inside = |whole: &str| {
                let rest = target.module.strip_prefix(whole);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
            };
            // What is in a module that moves as a whole is not said one by one.
            if side(proposal).is_none() || !plan.whole.iter().any(|whole| inside(&whole.module)) {
                self::target(target, out)?;
            }
        }
    }
    face(plan, out)?;
    conflicts(&plan.conflicts, out)?;
    unknown(plan, out)
}

/// Where something moves, if it does.
fn side(proposal: Proposal) -> Option<Side> {
    match proposal {
        Proposal::MoveAlong => Some(Side::New),
        Proposal::MoveToShared => Some(Side::Shared),
        Proposal::AddPort | Proposal::KeepAsExtension => None,
    }
}

fn verdict(plan: &Document, out: &mut dyn Write) -> io::Result<()> {
    let known = if plan.after.as_far_as_known {
        ", as far as can be known"
    } else {
        ""
    };
    let holds = if plan.after.holds {
        "holds"
    } else {
        "does not hold"
    };
    let name = |side: Side| match side {
        Side::Old => plan.package.as_str(),
        Side::Shared => plan.shared.as_deref().unwrap_or_default(),
        Side::New => plan.new.as_str(),
    };
    writeln!(out, "after the plan: {holds}{known}")?;
    for edge in &plan.after.edges {
        writeln!(
            out,
            "    {} -> {} ({})",
            name(edge.from),
            name(edge.to),
            count(edge.uses, "use")
        )?;
    }
    for left in &plan.after.left {
        writeln!(out, "    left: {}: {}", left.what, left.why)?;
        sites(&left.sites, out)?;
    }
    for cycle in &plan.after.cycles {
        writeln!(
            out,
            "    packages that depend on each other: `{}`",
            cycle.join("`, `")
        )?;
    }
    let score = &plan.score;
    writeln!(
        out,
        "score: {} to cut, {}, {} of the rest to move, {} to make `pub`, {} to resolve",
        count(score.edges_to_cut, "edge"),
        count(score.ports, "port"),
        count(score.moved, "item"),
        count(score.widened, "item"),
        count(score.conflicts, "conflict"),
    )?;
    if !score.cycle.is_empty() {
        writeln!(
            out,
            "on a cycle with it now: `{}`",
            score.cycle.join("`, `")
        )?;
    }
    let reverse = &plan.reverse;
    if reverse.edges_to_cut == 0 && score.edges_to_cut > 0 {
        writeln!(
            out,
            "simpler: nothing of the rest uses it, so `{}` may depend on `{}`: no edge to cut, {} to make `pub`",
            plan.new,
            plan.package,
            count(reverse.widened, "item"),
        )?;
    }
    Ok(())
}

fn moves(plan: &Document, out: &mut dyn Write) -> io::Result<()> {
    let items = count(plan.items, "item");
    writeln!(
        out,
        "\nmoves: {}, {items}",
        count(plan.modules.len(), "module")
    )?;
    for module in &plan.modules {
        let test = if module.test { ", tests" } else { "" };
        let at = module.at.as_ref().map(Site::to_string).unwrap_or_default();
        writeln!(
            out,
            "    {} ({at}, {}{test})",
            module.path,
            count(module.lines, "line")
        )?;
    }
    Ok(())
}

fn dependencies(plan: &Document, out: &mut dyn Write) -> io::Result<()> {
    for side in [Side::New, Side::Shared] {
        let needed: Vec<_> = plan
            .dependencies
            .iter()
            .filter(|need| need.of == side)
            .collect();
        let shared = plan.shared.as_ref().filter(|_| side == Side::New);
        if needed.is_empty() && shared.is_none() {
            continue;
        }
        let name = if side == Side::New {
            Some(&plan.new)
        } else {
            plan.shared.as_ref()
        };
        writeln!(
            out,
            "\n`{}` depends on",
            name.map(String::as_str).unwrap_or(side.word())
        )?;
        if let Some(shared) = shared {
            writeln!(out, "    {shared} (new)")?;
        }
        for need in needed {
            let mut notes = Vec::new();
            if need.member {
                notes.push("a member of the workspace".to_owned());
            }
            if need.tests_only {
                notes.push("only tests".to_owned());
            }
            match &need.at {
                Some(at) => notes.push(at.to_string()),
                None => notes.push("declared nowhere".to_owned()),
            }
            let declared = match need.declared.is_empty() {
                true => need.package.clone(),
                false => need.declared.join("; "),
            };
            writeln!(out, "    {declared} ({})", notes.join(", "))?;
        }
    }
    Ok(())
}

fn target(target: &Target, out: &mut dyn Write) -> io::Result<()> {
    let at = target.at.as_ref().map(Site::to_string).unwrap_or_default();
    let kind = if target.kind == "impl" {
        ""
    } else {
        target.kind
    };
    let space = if kind.is_empty() { "" } else { " " };
    writeln!(
        out,
        "    {kind}{space}{} ({at}, {})",
        target.item,
        count(target.lines, "line")
    )?;
    writeln!(out, "        {}", target.why)?;
    if !target.methods.is_empty() {
        writeln!(
            out,
            "        methods, by their names: {}",
            target.methods.join(", ")
        )?;
    }
    sites(&target.sites, out)
}

fn face(plan: &Document, out: &mut dyn Write) -> io::Result<()> {
    if plan.face.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nused from outside")?;
    let (known, open): (Vec<&Face>, Vec<&Face>) = plan
        .face
        .iter()
        .partition(|face| !face.widen && face.behind.is_empty() && face.fields.is_empty());
    if !known.is_empty() {
        writeln!(out, "    {}, `pub` already:", count(known.len(), "item"))?;
    }
    for face in known {
        let tests = if face.tests_only {
            ", only by tests"
        } else {
            ""
        };
        let times = count(face.sites.len(), "use");
        writeln!(out, "        {} {} ({times}{tests})", face.kind, face.item)?;
    }
    for face in open {
        let mut notes = Vec::new();
        if face.widen {
            notes.push(format!("{}, has to be `pub`", face.visibility));
        }
        if !face.behind.is_empty() {
            notes.push(format!(
                "to be re-exported, or `pub mod {}`",
                face.behind.join("`, `pub mod ")
            ));
        }
        if !face.fields.is_empty() {
            notes.push(format!("with its fields: {}", face.fields.join(", ")));
        }
        if face.tests_only {
            notes.push("only by tests".to_owned());
        }
        writeln!(
            out,
            "    {} {} ({})",
            face.kind,
            face.item,
            notes.join("; ")
        )?;
        sites(&face.sites, out)?;
    }
    Ok(())
}

fn conflicts(conflicts: &[Conflict], out: &mut dyn Write) -> io::Result<()> {
    if conflicts.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nconflicts")?;
    for conflict in conflicts {
        writeln!(out, "    {}", conflict.what)?;
        writeln!(out, "        {}", conflict.help)?;
        sites(&conflict.sites, out)?;
    }
    Ok(())
}

fn unknown(plan: &Document, out: &mut dyn Write) -> io::Result<()> {
    let unknown = &plan.unknown;
    if !unknown.any() {
        return Ok(());
    }
    writeln!(out, "\nunknown")?;
    if unknown.method_calls > 0 {
        writeln!(
            out,
            "    {}, which only types resolve",
            count(unknown.method_calls, "method call")
        )?;
    }
    let mut list = |title: &str, names: &[Name]| -> io::Result<()> {
        for name in names {
            writeln!(out, "    {title} `{}`", name.name)?;
            sites(&name.sites, out)?;
        }
        Ok(())
    };
    list("may call", &unknown.methods_of_the_rest)?;
    list("leads nowhere:", &unknown.names)?;
    list("declares what nobody knows:", &unknown.macros)
}

fn sites(sites: &[Site], out: &mut dyn Write) -> io::Result<()> {
    for site in sites.iter().take(SHOWN) {
        writeln!(out, "        at {site}")?;
    }
    if sites.len() > SHOWN {
        writeln!(out, "        and {} more", sites.len() - SHOWN)?;
    }
    Ok(())
}

pub(super) fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

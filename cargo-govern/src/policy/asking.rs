//! Asks packages about the documents that they look at.

use std::{collections::BTreeSet, rc::Rc, sync::Arc};

use govern_gate::Error;
use govern_policy::{Answer, Work, complaints};
use serde_json::Value;

use super::inputs::{Documents, Shown};
use super::load::Loaded;
use super::settings::Look;
use super::{Broken, Deed, Package, Policies, RuleOf, Said};

/// What a package says about documents.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// What its rules say, in the order of documents and rules.
    pub(super) said: Vec<(usize, Said)>,
    /// What is wrong with its rules.
    pub(super) broken: Vec<Broken>,
    /// How many answers rules gave that deny, and that warn.
    pub(super) denies: usize,
    pub(super) warns: usize,
    /// How many complaints were taken back.
    pub(super) lifted: usize,
}

/// Asks all packages about what they look at.
pub(super) fn ask(
    loaded: &Loaded<'_>,
    documents: &mut Documents<'_>,
    policies: &mut Policies,
) -> Result<(), Error> {
    let mut packages = std::mem::take(&mut policies.packages);
    for package in &mut packages {
        let mut shown: Vec<Rc<Shown>> = Vec::new();
        let own = loaded.looks.get(&package.name).into_iter().flatten();
        for (span, look) in own {
            let documents = documents.of(look)?;
            package.looks.push((*span, words(look), documents.len()));
            shown.extend(documents);
        }
        let checks = loaded.settings.checks.iter();
        for check in checks.filter(|check| check.packages.match_any(&package.name)) {
            shown.extend(documents.of(&check.look)?);
        }
        // What is looked at twice is one document.
        let mut seen = BTreeSet::new();
        shown.retain(|document| seen.insert(Rc::as_ptr(document)));
        package.documents = shown.len();
        if !package.is_whole || shown.is_empty() {
            continue;
        }
        let answers = answers(loaded, package, &shown);
        policies
            .said
            .extend(answers.said.into_iter().map(|(_, said)| said));
        policies.broken.extend(answers.broken);
        *policies.answers.entry(Deed::Denies).or_default() += answers.denies;
        *policies.answers.entry(Deed::Warns).or_default() += answers.warns;
        policies.lifted += answers.lifted;
    }
    policies.packages = packages;
    Ok(())
}

fn words(look: &Look) -> String {
    match look {
        Look::Files(files) => files.files.text(),
        Look::Workspace => "the workspace".to_owned(),
        Look::Findings => "findings".to_owned(),
    }
}

/// What a package says about documents.
pub(super) fn answers(loaded: &Loaded<'_>, package: &Package, shown: &[Rc<Shown>]) -> Answers {
    let path = |rule: &str| format!("data.{}.{rule}", package.name);
    let mut rules: Vec<String> = package.rules.iter().map(|rule| path(&rule.name)).collect();
    let modules = loaded.bundle.reached(&package.name, false);
    let declares_exceptions = modules.iter().any(|row| {
        let module = &loaded.bundle.modules[*row];
        module.package_name() == package.name
            && module.rules.iter().any(|rule| rule.name == "exception")
    });
    if declares_exceptions {
        rules.push(path("exception"));
    }
    let work = Work {
        modules,
        rules,
        inputs: shown
            .iter()
            .map(|document| Arc::clone(&document.value))
            .collect(),
        traced: false,
    };
    let evaluation = loaded.bundle.evaluate(&work, &loaded.limits);
    let mut answers = Answers::default();
    for (number, (document, given)) in shown.iter().zip(&evaluation.answers).enumerate() {
        let lifted = given
            .get(package.rules.len())
            .map(exceptions)
            .unwrap_or_default();
        for (rule, answer) in package.rules.iter().zip(given) {
            answers.take(loaded, package, rule, (number, document), answer, &lifted);
        }
        if let Some(Answer::Failed(mistake)) = given.get(package.rules.len()) {
            let of = format!("{}.exception", package.name);
            let told = loaded.broken(mistake, package.span, "an exception cannot be asked for");
            answers.break_off(Broken { of, ..told });
        }
    }
    if let Some(mistake) = &evaluation.failed {
        let why = format!(
            "about {} of {} documents nothing was asked",
            shown.len() - evaluation.answers.len().min(shown.len()),
            shown.len()
        );
        let of = package.name.clone();
        let told = loaded.broken(mistake, package.span, &why);
        answers.break_off(Broken { of, ..told });
    }
    answers
}

impl Answers {
    fn take(
        &mut self,
        loaded: &Loaded<'_>,
        package: &Package,
        rule: &RuleOf,
        (number, document): (usize, &Rc<Shown>),
        answer: &Answer,
        lifted: &BTreeSet<String>,
    ) {
        let name = format!("{}.{}", package.name, rule.name);
        match rule.deed {
            Deed::Denies => self.denies += 1,
            Deed::Warns => self.warns += 1,
        }
        let found = match answer {
            Answer::Nothing => return,
            Answer::Failed(mistake) => {
                let why = format!("`{name}` cannot be asked about `{}`", document.of);
                let told = loaded.broken(mistake, rule.span, &why);
                return self.break_off(Broken { of: name, ..told });
            }
            Answer::Value(value) => complaints(value),
        };
        let found = match found {
            Ok(found) => found,
            Err(value) => {
                return self.break_off(Broken {
                    span: rule.span,
                    of: name.clone(),
                    message: format!("`{name}` says `{value}`, which is no message"),
                    notes: vec![format!("about `{}`", document.of)],
                    help: "a message is a text, or an object with a text `msg`".to_owned(),
                    by_chance: false,
                });
            }
        };
        let short = rule.name.split_once('_').map_or("", |(_, rest)| rest);
        if rule.deed == Deed::Denies && lifted.contains(short) {
            self.lifted += found.len();
            return;
        }
        for complaint in found {
            let details = complaint
                .details
                .iter()
                .map(|(key, value)| format!("{key}: {value}"));
            self.said.push((
                number,
                Said {
                    rule: name.clone(),
                    deed: rule.deed,
                    by: rule.span,
                    title: rule.title.clone(),
                    of: document.of.clone(),
                    span: document.span(complaint.path.as_deref()),
                    message: complaint.message,
                    details: details.collect(),
                    help: complaint.help,
                },
            ));
        }
    }

    /// Once for each defect, on whatever occasion it is seen.
    fn break_off(&mut self, broken: Broken) {
        let same = |it: &Broken| {
            (it.span, &it.of, &it.message) == (broken.span, &broken.of, &broken.message)
        };
        if !self.broken.iter().any(same) {
            self.broken.push(broken);
        }
    }
}

/// The names of rules whose complaints an `exception` takes back, without `deny_`: sets of lists of names, as conftest has.
fn exceptions(answer: &Answer) -> BTreeSet<String> {
    let Answer::Value(Value::Array(lists)) = answer else {
        return BTreeSet::new();
    };
    let names = lists.iter().filter_map(Value::as_array).flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

//! The verdict on a criterion: a pure function of what is known about it.
//!
//! Nothing that is missing, too old, passed over or failed ever makes a verdict better; a test says so for random facts.

use std::collections::BTreeSet;

use crate::ledger::{Level, State};

/// What is known about one thing that a criterion is linked to: a test, a row of a scenario, somebody's word. From the best
/// to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// It passed, and nothing that it depends on has changed since. Or it is a file, and the file is there.
    Passed,
    /// Somebody saw it hold.
    Attested,
    /// It passed when it was tried again.
    Flaky,
    /// It is not to run for the time being: a tag of its scenario says so, or the scenario is empty.
    Pending,
    /// The runner passed it over.
    Skipped,
    /// It is marked `#[ignore]`.
    Ignored,
    /// It is in no build as configured.
    Unbuilt,
    /// It is there, and no result is.
    NotRun,
    /// Its result is of other sources than there are now, or nobody knows of which.
    Stale,
    /// It is named, and it is not there.
    Absent,
    /// A result that is there may be its result or that of something else.
    Ambiguous,
    /// It failed.
    Failed,
}

/// Something that a criterion is linked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fact {
    /// What kind of evidence it is.
    pub level: Level,
    /// What is known about it.
    pub evidence: Evidence,
    /// Whether it is no more than a file that is there: that counts only for who asks for its level.
    pub is_file: bool,
}

/// All that a verdict depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Where in its life the criterion is.
    pub state: State,
    /// The levels it needs: each of these, by any of its alternatives. If there are none, each level that it is linked at.
    pub needs: Vec<Vec<Level>>,
    /// The levels at which it need not be shown for the time being; an empty list is all of them.
    pub waived: Option<Vec<Level>>,
    /// What it is linked to.
    pub facts: Vec<Fact>,
    /// Whether it, or what it is linked to, changed since somebody last looked at both.
    pub suspect: bool,
}

/// How things stand with a criterion, from the best to the worst; a requirement and a story stand as their worst criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// No longer in force.
    Retired,
    /// Not yet in force.
    Draft,
    /// Shown at every level that it needs.
    Verified,
    /// Shown, in part by nothing but somebody's word.
    Attested,
    /// Shown, in part only when tried again.
    Flaky,
    /// Shown, but it or what shows it changed since somebody last looked.
    Suspect,
    /// Not shown, and need not be for the time being.
    Waived,
    /// Shown in part.
    Partial,
    /// Linked, and nothing shown.
    Unproven,
    /// At a level that it needs it is linked to nothing.
    Uncovered,
    /// A link leads to nothing, or a result may be that of several things.
    Broken,
    /// Something failed that it is linked to.
    Failing,
}

/// What a verdict comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Not asked for.
    Outside,
    /// It holds, as far as anybody can tell.
    Good,
    /// It holds or need not, and somebody should look.
    Doubtful,
    /// It is not shown.
    Unshown,
    /// It cannot be known.
    Broken,
    /// It does not hold.
    Failing,
}

impl Verdict {
    /// The verdict in a word.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Retired => "retired",
            Verdict::Draft => "draft",
            Verdict::Verified => "verified",
            Verdict::Attested => "attested",
            Verdict::Flaky => "flaky",
            Verdict::Suspect => "suspect",
            Verdict::Waived => "waived",
            Verdict::Partial => "partial",
            Verdict::Unproven => "unproven",
            Verdict::Uncovered => "uncovered",
            Verdict::Broken => "broken",
            Verdict::Failing => "failing",
        }
    }

    /// What it comes to. Partial, unproven and uncovered differ in what is to be done, not in how bad they are.
    pub fn grade(self) -> Grade {
        match self {
            Verdict::Retired | Verdict::Draft => Grade::Outside,
            Verdict::Verified | Verdict::Attested => Grade::Good,
            Verdict::Flaky | Verdict::Suspect | Verdict::Waived => Grade::Doubtful,
            Verdict::Partial | Verdict::Unproven | Verdict::Uncovered => Grade::Unshown,
            Verdict::Broken => Grade::Broken,
            Verdict::Failing => Grade::Failing,
        }
    }
}

impl Evidence {
    /// Whether it shows that the criterion holds.
    pub fn is_proof(self) -> bool {
        self <= Evidence::Flaky
    }

    /// What is known, in a word.
    pub fn word(self) -> &'static str {
        match self {
            Evidence::Passed => "passed",
            Evidence::Attested => "attested",
            Evidence::Flaky => "flaky",
            Evidence::Pending => "pending",
            Evidence::Skipped => "skipped",
            Evidence::Ignored => "ignored",
            Evidence::Unbuilt => "unbuilt",
            Evidence::NotRun => "not-run",
            Evidence::Stale => "stale",
            Evidence::Absent => "absent",
            Evidence::Ambiguous => "ambiguous",
            Evidence::Failed => "failed",
        }
    }

    /// What is known, as it follows a name.
    pub fn says(self) -> &'static str {
        match self {
            Evidence::Passed => "passed",
            Evidence::Attested => "was seen to hold",
            Evidence::Flaky => "passed only when it was tried again",
            Evidence::Pending => "is not to run",
            Evidence::Skipped => "was passed over",
            Evidence::Ignored => "is ignored",
            Evidence::Unbuilt => "is in no build as configured",
            Evidence::NotRun => "has no result",
            Evidence::Stale => "has nothing to show that is still good",
            Evidence::Absent => "is not there",
            Evidence::Ambiguous => "has a result that may be that of another",
            Evidence::Failed => "failed",
        }
    }
}

/// The verdict: the first that applies, from what is known to be wrong to what is known to be right.
pub fn verdict(facts: &Facts) -> Verdict {
    match facts.state {
        State::Retired => return Verdict::Retired,
        State::Draft => return Verdict::Draft,
        State::Active | State::Deprecated => {}
    }
    // What failed or cannot be told apart counts at every level, and no waiver excuses it.
    match facts.facts.iter().map(|fact| fact.evidence).max() {
        Some(Evidence::Failed) => return Verdict::Failing,
        Some(Evidence::Absent | Evidence::Ambiguous) => return Verdict::Broken,
        _ => {}
    }
    let needs = needs(facts);
    let worst: Vec<Option<Evidence>> = needs.iter().map(|any_of| best(facts, any_of)).collect();
    let lacking: Vec<&Vec<Level>> = needs
        .iter()
        .zip(&worst)
        .filter(|(_, worst)| !worst.is_some_and(Evidence::is_proof))
        .map(|(any_of, _)| any_of)
        .collect();
    if !lacking.is_empty() || needs.is_empty() {
        if covers(facts.waived.as_deref(), &lacking) {
            return Verdict::Waived;
        }
        if needs.is_empty() || worst.contains(&None) {
            return Verdict::Uncovered;
        }
        let shows = |fact: &Fact| {
            let needed = needs.iter().any(|any_of| any_of.contains(&fact.level));
            needed && fact.evidence.is_proof()
        };
        return if facts.facts.iter().any(shows) {
            Verdict::Partial
        } else {
            Verdict::Unproven
        };
    }
    if facts.suspect {
        return Verdict::Suspect;
    }
    match worst.into_iter().flatten().max() {
        Some(Evidence::Flaky) => Verdict::Flaky,
        Some(Evidence::Attested) => Verdict::Attested,
        _ => Verdict::Verified,
    }
}

/// The levels that are needed. Without a word of it these are all at which there is a link, be it one that shows nothing: a
/// link is a claim. That a file is there is no such link.
fn needs(facts: &Facts) -> Vec<Vec<Level>> {
    if !facts.needs.is_empty() {
        return facts.needs.clone();
    }
    let links = facts.facts.iter().filter(|fact| !fact.is_file);
    let levels: BTreeSet<Level> = links.map(|fact| fact.level).collect();
    levels.into_iter().map(|level| vec![level]).collect()
}

/// The best of the levels; each is as good as the worst that is linked at it. None if nothing is.
fn best(facts: &Facts, any_of: &[Level]) -> Option<Evidence> {
    let worst = |level: &Level| {
        let at_level = facts.facts.iter().filter(|fact| fact.level == *level);
        at_level.map(|fact| fact.evidence).max()
    };
    any_of.iter().filter_map(worst).min()
}

/// Whether a waiver covers what is lacking.
fn covers(waived: Option<&[Level]>, lacking: &[&Vec<Level>]) -> bool {
    waived.is_some_and(|levels| {
        let is_covered = |any_of: &&Vec<Level>| any_of.iter().any(|level| levels.contains(level));
        levels.is_empty() || lacking.iter().all(is_covered)
    })
}

/// How a requirement or a story stands: as the worst of its criteria that are in force. None if there are none.
pub fn worst(verdicts: impl IntoIterator<Item = Verdict>) -> Option<Verdict> {
    verdicts
        .into_iter()
        .filter(|verdict| verdict.grade() != Grade::Outside)
        .max_by_key(|verdict| (verdict.grade(), *verdict))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LEVELS: [Level; 4] = [Level::Unit, Level::Integration, Level::Bdd, Level::Manual];
    const EVIDENCE: [Evidence; 12] = [
        Evidence::Passed,
        Evidence::Attested,
        Evidence::Flaky,
        Evidence::Pending,
        Evidence::Skipped,
        Evidence::Ignored,
        Evidence::Unbuilt,
        Evidence::NotRun,
        Evidence::Stale,
        Evidence::Absent,
        Evidence::Ambiguous,
        Evidence::Failed,
    ];

    fn fact(level: Level, evidence: Evidence) -> Fact {
        Fact {
            level,
            evidence,
            is_file: false,
        }
    }

    fn of(needs: &[&[Level]], facts: &[(Level, Evidence)]) -> Facts {
        Facts {
            state: State::Active,
            needs: needs.iter().map(|any_of| any_of.to_vec()).collect(),
            waived: None,
            facts: facts.iter().map(|&(l, e)| fact(l, e)).collect(),
            suspect: false,
        }
    }

    #[test]
    fn the_table() {
        use Evidence::{
            Absent, Ambiguous, Attested, Failed, Flaky, Ignored, NotRun, Passed, Pending, Skipped,
            Stale, Unbuilt,
        };
        use Level::{Bdd, Integration, Manual, Unit};
        let both: &[&[Level]] = &[&[Unit], &[Bdd, Integration]];
        for (needs, facts, expected) in [
            (
                &[] as &[&[Level]],
                &[] as &[(Level, Evidence)],
                Verdict::Uncovered,
            ),
            (&[], &[(Unit, Passed)], Verdict::Verified),
            (&[], &[(Unit, Passed), (Bdd, NotRun)], Verdict::Partial),
            (&[], &[(Unit, Stale)], Verdict::Unproven),
            (&[], &[(Unit, Ignored), (Bdd, Pending)], Verdict::Unproven),
            (&[], &[(Unit, Skipped), (Unit, Unbuilt)], Verdict::Unproven),
            (&[], &[(Unit, Passed), (Unit, NotRun)], Verdict::Partial),
            (&[], &[(Unit, Passed), (Bdd, Failed)], Verdict::Failing),
            (&[], &[(Unit, Passed), (Unit, Absent)], Verdict::Broken),
            (&[], &[(Unit, Ambiguous)], Verdict::Broken),
            (&[], &[(Unit, Absent), (Bdd, Failed)], Verdict::Failing),
            (&[], &[(Unit, Flaky), (Bdd, Passed)], Verdict::Flaky),
            (&[], &[(Manual, Attested)], Verdict::Attested),
            (&[], &[(Manual, Attested), (Unit, Flaky)], Verdict::Flaky),
            (both, &[(Unit, Passed)], Verdict::Uncovered),
            (both, &[(Unit, Passed), (Bdd, Stale)], Verdict::Partial),
            (both, &[(Unit, Stale), (Bdd, Stale)], Verdict::Unproven),
            (
                both,
                &[(Unit, Passed), (Bdd, Stale), (Integration, Passed)],
                Verdict::Verified,
            ),
            // What is at a level that nobody asked for says nothing, unless it fails.
            (
                both,
                &[(Unit, Passed), (Bdd, Passed), (Manual, Stale)],
                Verdict::Verified,
            ),
            (
                both,
                &[(Unit, Passed), (Bdd, Passed), (Manual, Failed)],
                Verdict::Failing,
            ),
        ] {
            assert_eq!(verdict(&of(needs, facts)), expected, "{needs:?} {facts:?}");
        }
    }

    #[test]
    fn waivers_lifecycle_and_files() {
        use Level::{Bdd, Ci, Unit};
        let waived = |levels: &[Level], facts: Facts| {
            verdict(&Facts {
                waived: Some(levels.to_vec()),
                ..facts
            })
        };
        let lacks_bdd = of(&[&[Unit], &[Bdd]], &[(Unit, Evidence::Passed)]);
        assert_eq!(waived(&[], lacks_bdd.clone()), Verdict::Waived);
        assert_eq!(waived(&[Bdd], lacks_bdd.clone()), Verdict::Waived);
        assert_eq!(waived(&[Unit], lacks_bdd), Verdict::Uncovered);
        assert_eq!(waived(&[], of(&[], &[])), Verdict::Waived);
        let fails = of(&[], &[(Unit, Evidence::Failed)]);
        assert_eq!(waived(&[], fails.clone()), Verdict::Failing);
        let shown = of(&[], &[(Unit, Evidence::Passed)]);
        assert_eq!(waived(&[], shown.clone()), Verdict::Verified);
        let suspect = Facts {
            suspect: true,
            ..shown
        };
        assert_eq!(verdict(&suspect), Verdict::Suspect);
        for (state, expected) in [
            (State::Draft, Verdict::Draft),
            (State::Retired, Verdict::Retired),
            (State::Deprecated, Verdict::Failing),
        ] {
            let facts = Facts {
                state,
                ..fails.clone()
            };
            assert_eq!(verdict(&facts), expected);
        }
        let file = Fact {
            level: Ci,
            evidence: Evidence::Passed,
            is_file: true,
        };
        let mut facts = of(&[], &[]);
        facts.facts.push(file);
        assert_eq!(verdict(&facts), Verdict::Uncovered);
        facts.needs = vec![vec![Ci]];
        assert_eq!(verdict(&facts), Verdict::Verified);
    }

    #[test]
    fn a_requirement_stands_as_its_worst_criterion() {
        let of = |verdicts: &[Verdict]| worst(verdicts.iter().copied());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[Verdict::Draft, Verdict::Retired]), None);
        let mixed = [Verdict::Verified, Verdict::Failing, Verdict::Waived];
        assert_eq!(of(&mixed), Some(Verdict::Failing));
        assert_eq!(
            of(&[Verdict::Draft, Verdict::Verified]),
            Some(Verdict::Verified)
        );
    }

    fn level() -> impl Strategy<Value = Level> {
        prop::sample::select(LEVELS.to_vec())
    }

    fn any_fact() -> impl Strategy<Value = Fact> {
        (
            level(),
            prop::sample::select(EVIDENCE.to_vec()),
            any::<bool>(),
        )
            .prop_map(|(level, evidence, is_file)| Fact {
                level,
                evidence,
                is_file: is_file && evidence == Evidence::Passed,
            })
    }

    fn any_facts() -> impl Strategy<Value = Facts> {
        let levels = || prop::collection::vec(level(), 1..3);
        (
            prop::collection::vec(levels(), 0..3),
            prop::option::of(prop::collection::vec(level(), 0..3)),
            prop::collection::vec(any_fact(), 0..6),
            any::<bool>(),
        )
            .prop_map(|(needs, waived, facts, suspect)| Facts {
                state: State::Active,
                needs,
                waived,
                facts,
                suspect,
            })
    }

    fn grade(facts: &Facts) -> Grade {
        verdict(facts).grade()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn what_shows_nothing_makes_nothing_better(
            facts in any_facts(),
            level in level(),
            bad in prop::sample::select(EVIDENCE[3..].to_vec()),
        ) {
            let mut more = facts.clone();
            more.facts.push(fact(level, bad));
            prop_assert!(grade(&more) >= grade(&facts), "{:?} {:?}", verdict(&facts), verdict(&more));
        }

        #[test]
        fn what_gets_worse_makes_nothing_better(facts in any_facts(), row in any::<prop::sample::Index>(), worse in 0..12_usize) {
            if facts.facts.is_empty() {
                return Ok(());
            }
            let mut changed = facts.clone();
            let fact = row.index(facts.facts.len());
            let evidence = changed.facts[fact].evidence.max(EVIDENCE[worse]);
            changed.facts[fact].evidence = evidence;
            prop_assert!(grade(&changed) >= grade(&facts));
        }

        #[test]
        fn losing_what_is_known_makes_nothing_better(facts in any_facts(), row in any::<prop::sample::Index>()) {
            if facts.facts.is_empty() {
                return Ok(());
            }
            let mut changed = facts.clone();
            let fact = row.index(facts.facts.len());
            changed.facts[fact].evidence = changed.facts[fact].evidence.max(Evidence::NotRun);
            prop_assert!(grade(&changed) >= grade(&facts));
        }

        #[test]
        fn doubt_makes_nothing_better(facts in any_facts()) {
            let suspect = Facts { suspect: true, ..facts.clone() };
            let strict = Facts { waived: None, ..facts.clone() };
            prop_assert!(grade(&suspect) >= grade(&facts));
            prop_assert!(grade(&strict) >= grade(&facts));
        }
    }
}

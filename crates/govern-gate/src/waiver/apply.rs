//! Which waivers accept which findings.

use govern_diagnostics::{Acceptance, Accepted, Code, Diagnostic, FileId};

use super::{Count, Reach, Waiver};
use crate::Date;

/// Findings after the waivers.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    pub(crate) left: Vec<Diagnostic>,
    pub(crate) accepted: Vec<Accepted>,
    /// In the order of the waivers.
    pub(crate) outcomes: Vec<Outcome>,
}

/// What became of a waiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It accepts findings.
    Used,
    /// It is for nothing, or for fewer findings than it says: for this many.
    Unused(usize),
    /// Its time is over.
    Expired,
    /// It is for more findings than it says: for this many. It accepts none of them.
    Ambiguous(usize),
    /// Its rule did not run.
    NotJudged,
}

/// Applies waivers to findings; `runs` says which rules ran, `path` where files are.
pub(crate) fn apply<'p>(
    findings: Vec<Diagnostic>,
    waivers: &[Waiver],
    today: Date,
    runs: impl Fn(Code) -> bool,
    path: impl Fn(FileId) -> &'p str,
) -> Applied {
    let mut by: Vec<Option<&Waiver>> = vec![None; findings.len()];
    let mut outcomes = Vec::with_capacity(waivers.len());
    for waiver in waivers {
        let matching: Vec<usize> = (0..findings.len())
            .filter(|index| covers(waiver, &findings[*index], &path))
            .collect();
        let count = matching.len();
        let outcome = match waiver.count {
            _ if !runs(waiver.rule.code()) => Outcome::NotJudged,
            _ if waiver.expires.is_some_and(|expires| expires < today) => Outcome::Expired,
            Count::Any if count == 0 => Outcome::Unused(0),
            Count::Exactly(said) if count > said => Outcome::Ambiguous(count),
            Count::Exactly(said) if count < said => Outcome::Unused(count),
            _ => Outcome::Used,
        };
        // One that is for too much still waives what is there: that it is for less now is told.
        if matches!(outcome, Outcome::Used | Outcome::Unused(_)) {
            for index in matching {
                by[index].get_or_insert(waiver);
            }
        }
        outcomes.push(outcome);
    }
    let mut applied = Applied {
        outcomes,
        ..Applied::default()
    };
    for (diagnostic, waiver) in findings.into_iter().zip(by) {
        match waiver {
            None => applied.left.push(diagnostic),
            Some(waiver) => applied.accepted.push(Accepted {
                diagnostic,
                by: Acceptance::Waiver {
                    reason: waiver.reason.clone(),
                    owner: waiver.owner.clone(),
                    expires: waiver.expires.map(|date| date.to_string()),
                    span: waiver.span,
                },
            }),
        }
    }
    applied
}

fn covers<'p>(waiver: &Waiver, finding: &Diagnostic, path: &impl Fn(FileId) -> &'p str) -> bool {
    if finding.code != waiver.rule.code() {
        return false;
    }
    match &waiver.reach {
        Reach::Site { file, range } => finding
            .span
            .is_some_and(|span| span.file == *file && range.contains(span.range.start())),
        Reach::Selected { key, path: glob } => {
            key.as_ref().is_none_or(|key| *key == finding.key)
                && glob.as_ref().is_none_or(|glob| {
                    finding
                        .span
                        .is_some_and(|span| glob.is_match(path(span.file)))
                })
        }
    }
}

#[cfg(test)]
mod tests {
    use globset::Glob;
    use govern_diagnostics::Span;
    use text_size::TextRange;

    use super::*;
    use crate::samples::{diagnostic, info};

    fn waiver(reach: Reach) -> Waiver {
        Waiver {
            rule: info("sample", "word"),
            reach,
            reason: "because".to_owned(),
            owner: None,
            expires: None,
            count: Count::Exactly(1),
            span: Span::start_of(FileId(9)),
            removal: None,
        }
    }

    fn site(file: u32, start: u32, end: u32) -> Waiver {
        waiver(Reach::Site {
            file: FileId(file),
            range: TextRange::new(start.into(), end.into()),
        })
    }

    fn selected(key: Option<&str>, path: Option<&str>) -> Waiver {
        let path = path.map(|glob| Glob::new(glob).unwrap().compile_matcher());
        waiver(Reach::Selected {
            key: key.map(str::to_owned),
            path,
        })
    }

    /// The keys that are left, and what became of the waivers.
    fn applied(waivers: &[Waiver]) -> (Vec<String>, Vec<Outcome>) {
        let findings = vec![
            diagnostic("word", 0, 5, "a"),
            diagnostic("word", 0, 50, "b"),
            diagnostic("word", 1, 5, "b"),
            diagnostic("other", 0, 5, "a"),
        ];
        let today = Date::parse("2026-06-15").unwrap();
        let paths = ["src/lib.rs", "src/a/mod.rs"];
        let runs = |code| code != info("sample", "silent").code();
        let applied = apply(findings, waivers, today, runs, |file| {
            paths[file.0 as usize]
        });
        assert_eq!(applied.left.len() + applied.accepted.len(), 4);
        (
            applied.left.into_iter().map(|it| it.key).collect(),
            applied.outcomes,
        )
    }

    #[test]
    fn a_site_covers_what_begins_in_it() {
        assert_eq!(
            applied(&[site(0, 0, 10)]),
            (
                vec!["b".into(), "b".into(), "a".into()],
                vec![Outcome::Used]
            )
        );
        assert_eq!(applied(&[site(0, 6, 10)]).1, [Outcome::Unused(0)]);
        assert_eq!(applied(&[site(2, 0, 10)]).1, [Outcome::Unused(0)]);
    }

    #[test]
    fn one_waiver_is_for_one_finding_unless_it_says_so() {
        assert_eq!(
            applied(&[selected(Some("b"), None)]),
            (
                ["a", "b", "b", "a"].map(String::from).into(),
                vec![Outcome::Ambiguous(2)]
            )
        );
        let two = Waiver {
            count: Count::Exactly(2),
            ..selected(Some("b"), None)
        };
        assert_eq!(
            applied(&[two]),
            (["a", "a"].map(String::from).into(), vec![Outcome::Used])
        );
        let three = Waiver {
            count: Count::Exactly(3),
            ..selected(Some("b"), None)
        };
        assert_eq!(
            applied(&[three]),
            (
                ["a", "a"].map(String::from).into(),
                vec![Outcome::Unused(2)]
            )
        );
        let any = Waiver {
            count: Count::Any,
            ..selected(None, Some("src/**"))
        };
        assert_eq!(applied(&[any]), (vec!["a".into()], vec![Outcome::Used]));
    }

    #[test]
    fn key_and_path_both_have_to_fit() {
        assert_eq!(
            applied(&[selected(Some("b"), Some("src/a/*"))]).1,
            [Outcome::Used]
        );
        assert_eq!(
            applied(&[selected(Some("a"), Some("src/a/*"))]).1,
            [Outcome::Unused(0)]
        );
    }

    #[test]
    fn a_waiver_ends_after_its_last_day() {
        let last = Waiver {
            expires: Date::parse("2026-06-15"),
            ..site(0, 0, 10)
        };
        assert_eq!(applied(&[last]).1, [Outcome::Used]);
        let over = Waiver {
            expires: Date::parse("2026-06-14"),
            ..site(0, 0, 10)
        };
        assert_eq!(
            applied(&[over]),
            (
                ["a", "b", "b", "a"].map(String::from).into(),
                vec![Outcome::Expired]
            )
        );
    }

    #[test]
    fn what_did_not_run_is_not_judged() {
        let silent = Waiver {
            rule: info("sample", "silent"),
            ..site(0, 0, 10)
        };
        assert_eq!(applied(&[silent]).1, [Outcome::NotJudged]);
    }
}

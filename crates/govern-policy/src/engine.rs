//! Asks the engine: with an end to waiting, a bound on memory, and nothing that it could take down with it.

use std::{
    num::NonZeroU32,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use regorus::{
    Engine, LimitError,
    utils::limits::{ExecutionTimerConfig, TimeSource, set_time_source},
};
use serde_json::Value;

use crate::{Bundle, Mistake, module, refused};

/// What one evaluation may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long.
    pub time: Duration,
    /// How many bytes more than there were when it began.
    pub memory: u64,
    /// How many bytes this program has now, where somebody knows.
    pub in_use: fn() -> Option<u64>,
}

/// What to ask: rules of a package, of documents one after the other.
#[derive(Debug, Clone)]
pub struct Work {
    /// The rows of the modules to ask, as [`Bundle::reached`] gives them.
    pub modules: Vec<usize>,
    /// The paths of rules, from `data`.
    pub rules: Vec<String>,
    /// The documents.
    pub inputs: Vec<Arc<Value>>,
    /// Whether it is asked for which lines are run.
    pub traced: bool,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evaluation {
    /// For each document, what each rule answers. Fewer, if something keeps the rest from being asked.
    pub answers: Vec<Vec<Answer>>,
    /// What kept the rest from being asked.
    pub failed: Option<Mistake>,
    /// What was printed for each of the answers, one after the other.
    pub printed: Vec<Vec<String>>,
    /// The lines of each module, by its path, that were run and that were not, if that was asked for.
    pub lines: Vec<(String, Vec<u32>, Vec<u32>)>,
}

/// What a rule answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It is undefined.
    Nothing,
    /// It has a value.
    Value(Value),
    /// It cannot be evaluated.
    Failed(Mistake),
}

/// How many steps there may be between two looks at clock and memory.
const STEPS: NonZeroU32 = NonZeroU32::new(64).expect("64 is not 0");
/// How often memory is looked at.
const PAUSE: Duration = Duration::from_millis(2);
/// How long is waited for a step that does not end, beyond what an evaluation may take.
const GRACE: Duration = Duration::from_secs(2);
/// What the clock shows where memory is used up: later than any end.
const NEVER: Duration = Duration::from_secs(u64::MAX >> 2);
/// Policies nest as deep as the engine lets them, with large frames.
const STACK: usize = 64 << 20;

/// A clock that runs out when memory does: the engine asks for the time only.
struct Clock {
    start: Instant,
    in_use: fn() -> Option<u64>,
    /// How many bytes there may be.
    most: AtomicU64,
    /// When memory was looked at last, in nanoseconds from the start.
    looked: AtomicU64,
}

static CLOCK: OnceLock<Clock> = OnceLock::new();

impl TimeSource for Clock {
    fn now(&self) -> Option<Duration> {
        let elapsed = self.start.elapsed();
        let now = u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX);
        let pause = u64::try_from(PAUSE.as_nanos()).unwrap_or(u64::MAX);
        if now.saturating_sub(self.looked.load(Ordering::Relaxed)) < pause {
            return Some(elapsed);
        }
        self.looked.store(now, Ordering::Relaxed);
        let most = self.most.load(Ordering::Relaxed);
        let is_full = (self.in_use)().is_some_and(|bytes| bytes > most);
        Some(if is_full { NEVER } else { elapsed })
    }
}

fn clock(limits: &Limits) {
    let clock = CLOCK.get_or_init(|| Clock {
        start: Instant::now(),
        in_use: limits.in_use,
        most: AtomicU64::new(u64::MAX),
        looked: AtomicU64::new(0),
    });
    // Several may be at it: the one with the most room decides.
    let most = (limits.in_use)()
        .unwrap_or_default()
        .saturating_add(limits.memory);
    match clock.most.load(Ordering::Relaxed) {
        u64::MAX => clock.most.store(most, Ordering::Relaxed),
        _ => drop(clock.most.fetch_max(most, Ordering::Relaxed)),
    }
    // Whoever was first has set the same one.
    let _ = set_time_source(clock);
}

impl Bundle {
    /// Asks rules about documents.
    pub fn evaluate(&self, work: &Work, limits: &Limits) -> Evaluation {
        clock(limits);
        let (sender, receiver) = mpsc::channel();
        let timer = ExecutionTimerConfig {
            limit: limits.time,
            check_interval: STEPS,
        };
        let (bundle, mine) = (self.only(&work.modules), work.clone());
        let started = thread::Builder::new()
            .name("policy".to_owned())
            .stack_size(STACK)
            .spawn(move || {
                let evaluate = || run(&bundle, &mine, timer, &sender);
                // What a panic leaves behind is gone with the engine.
                let caught = catch_unwind(AssertUnwindSafe(evaluate));
                let end = caught.unwrap_or_else(|_| End {
                    failed: Some(Mistake::nowhere(
                        "the engine broke off: this is a defect of it",
                    )),
                    ..End::default()
                });
                // Nobody may be waiting any more.
                drop(sender.send(Said::End(end)));
            });
        if let Err(error) = started {
            return Evaluation {
                failed: Some(Mistake::nowhere(format!(
                    "nothing can be started to evaluate it: {error}"
                ))),
                ..Evaluation::default()
            };
        }
        self.collect(&receiver, work, limits)
    }

    fn collect(&self, receiver: &mpsc::Receiver<Said>, work: &Work, limits: &Limits) -> Evaluation {
        let mut evaluation = Evaluation::default();
        let mut answers = Vec::new();
        loop {
            match receiver.recv_timeout(limits.time.saturating_add(GRACE)) {
                Ok(Said::Answer(answer, printed)) => {
                    answers.push(answer);
                    evaluation.printed.push(printed);
                    if answers.len() == work.rules.len() {
                        evaluation.answers.push(std::mem::take(&mut answers));
                    }
                }
                Ok(Said::End(end)) => {
                    evaluation
                        .answers
                        .extend((!answers.is_empty()).then_some(answers));
                    evaluation.failed = end.failed;
                    evaluation.lines = end.lines;
                    return evaluation;
                }
                Err(_) => {
                    let rule = work.rules.get(answers.len()).map_or("", String::as_str);
                    evaluation.failed = Some(Mistake::by_chance(format!(
                        "`{rule}` did not end within {} seconds",
                        limits.time.as_secs()
                    )));
                    evaluation
                        .answers
                        .extend((!answers.is_empty()).then_some(answers));
                    return evaluation;
                }
            }
        }
    }

    fn only(&self, modules: &[usize]) -> Bundle {
        let modules = modules.iter().filter_map(|row| self.modules.get(*row));
        Bundle {
            modules: modules.cloned().collect(),
            data: self.data.clone(),
        }
    }

    fn text(&self, path: &str) -> Option<&str> {
        let module = self.modules.iter().find(|module| module.path == path)?;
        Some(&module.text)
    }
}

enum Said {
    Answer(Answer, Vec<String>),
    End(End),
}

#[derive(Default)]
struct End {
    failed: Option<Mistake>,
    lines: Vec<(String, Vec<u32>, Vec<u32>)>,
}

fn run(bundle: &Bundle, work: &Work, timer: ExecutionTimerConfig, out: &mpsc::Sender<Said>) -> End {
    let mistake = |error: &anyhow::Error| mistake(bundle, error, timer.limit);
    let mut engine = match prepared(bundle, work, timer) {
        Ok(engine) => engine,
        Err(error) => {
            return End {
                failed: Some(mistake(&error)),
                ..End::default()
            };
        }
    };
    let mut end = End::default();
    for input in &work.inputs {
        engine.set_input(regorus::Value::from(Value::clone(input)));
        for rule in &work.rules {
            let asked = catch_unwind(AssertUnwindSafe(|| engine.eval_rule(rule.clone())));
            let answer = match asked {
                Ok(Ok(regorus::Value::Undefined)) => Answer::Nothing,
                Ok(Ok(value)) => match serde_json::to_value(&value) {
                    Ok(value) => Answer::Value(value),
                    Err(error) => {
                        Answer::Failed(Mistake::nowhere(format!("its value is no JSON: {error}")))
                    }
                },
                Ok(Err(error)) => Answer::Failed(mistake(&error)),
                Err(_) => {
                    // It may be in any state.
                    match prepared(bundle, work, timer) {
                        Ok(anew) => engine = anew,
                        Err(error) => end.failed = Some(mistake(&error)),
                    }
                    engine.set_input(regorus::Value::from(Value::clone(input)));
                    Answer::Failed(Mistake::nowhere(
                        "the engine broke off: this is a defect of it",
                    ))
                }
            };
            let printed = engine.take_prints().unwrap_or_default();
            if out.send(Said::Answer(answer, printed)).is_err() || end.failed.is_some() {
                return end;
            }
        }
    }
    if work.traced {
        end.lines = lines(&engine);
    }
    end
}

fn prepared(bundle: &Bundle, work: &Work, timer: ExecutionTimerConfig) -> anyhow::Result<Engine> {
    let mut engine = Engine::new();
    engine.set_execution_timer_config(timer);
    engine.set_gather_prints(true);
    engine.set_enable_coverage(work.traced);
    refused::bound(&mut engine)?;
    for module in &bundle.modules {
        engine.set_rego_v0(module.dialect == module::Dialect::V0);
        engine.add_policy(module.path.clone(), module.text.clone())?;
    }
    if bundle.data.is_object() {
        engine.add_data(regorus::Value::from(bundle.data.clone()))?;
    }
    Ok(engine)
}

fn lines(engine: &Engine) -> Vec<(String, Vec<u32>, Vec<u32>)> {
    let Ok(report) = engine.get_coverage_report() else {
        return Vec::new();
    };
    let files = report.files.into_iter();
    files
        .map(|file| {
            (
                file.path,
                file.covered.into_iter().collect(),
                file.not_covered.into_iter().collect(),
            )
        })
        .collect()
}

fn mistake(bundle: &Bundle, error: &anyhow::Error, time: Duration) -> Mistake {
    match error.downcast_ref::<LimitError>() {
        Some(LimitError::TimeLimitExceeded { elapsed, .. }) if *elapsed >= NEVER / 2 => {
            Mistake::by_chance("it uses more memory than a policy may")
        }
        Some(LimitError::TimeLimitExceeded { .. }) => {
            Mistake::by_chance(format!("it takes longer than {time:?}"))
        }
        _ => Mistake::of_engine(&error.to_string(), |path| bundle.text(path)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Dialect, Module};

    use super::*;

    fn ask(text: &str, rules: &[&str], input: Value, limits: &Limits) -> Evaluation {
        let (module, mistakes) = Module::read("p.rego", text, Dialect::V1).unwrap();
        assert_eq!(mistakes, []);
        let bundle = Bundle {
            modules: vec![module],
            data: json!({ "limits": { "replicas": 2 } }),
        };
        let work = Work {
            modules: vec![0],
            rules: rules
                .iter()
                .map(|rule| format!("data.main.{rule}"))
                .collect(),
            inputs: vec![Arc::new(input)],
            traced: false,
        };
        bundle.evaluate(&work, limits)
    }

    const LIMITS: Limits = Limits {
        time: Duration::from_millis(300),
        memory: 1 << 30,
        in_use: || None,
    };

    fn failed(evaluation: &Evaluation) -> Vec<String> {
        let answers = evaluation.answers.iter().flatten();
        let failed = answers.filter_map(|answer| match answer {
            Answer::Failed(mistake) => Some(mistake.message.clone()),
            _ => None,
        });
        failed.collect()
    }

    #[test]
    fn rules_answer_about_a_document() {
        let text = "package main\ndeny contains msg if {\n  input.replicas < data.limits.replicas\n  msg := sprintf(\"%d\", [input.replicas])\n}\nwarn contains \"w\" if false\nnone if false\n";
        let evaluation = ask(
            text,
            &["deny", "warn", "none"],
            json!({ "replicas": 1 }),
            &LIMITS,
        );
        assert_eq!(evaluation.failed, None);
        assert_eq!(
            evaluation.answers,
            [[
                Answer::Value(json!(["1"])),
                Answer::Value(json!([])),
                Answer::Nothing
            ]]
        );
    }

    #[test]
    fn what_does_not_end_is_ended_and_what_breaks_takes_nothing_with_it() {
        let text = "package main
n := numbers.range(1, 100)
loop contains \"x\" if {
  some a in n; some b in n; some c in n; some d in n; some e in n; some f in n
  a + b + c + d + e + f > 1000
}
panics contains \"x\" if object.subset([1], [])
long contains \"x\" if count(numbers.range(1, 100000000)) > 1
wide contains \"x\" if bits.lsh(1, 100000000000) > 1
works contains \"x\"
";
        let rules = ["loop", "panics", "long", "wide", "works"];
        let evaluation = ask(text, &rules, Value::Null, &LIMITS);
        assert_eq!(
            failed(&evaluation),
            [
                "it takes longer than 300ms",
                "the engine broke off: this is a defect of it",
                "a range has at most 1000000 numbers",
                "numbers have at most 63 bits here",
            ]
        );
        assert_eq!(evaluation.answers[0][4], Answer::Value(json!(["x"])));
    }

    #[test]
    fn what_cannot_be_compiled_has_a_place() {
        let text = "package main\ndeny contains \"a\" if {\n  x > 1\n}\n";
        let evaluation = ask(text, &["deny"], Value::Null, &LIMITS);
        let said = failed(&evaluation);
        assert_eq!(said, ["use of undefined variable `x` is unsafe"]);
    }
}

//! How much memory there is, is a matter of the whole process, so this test has one of its own.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use govern_policy::{Answer, Bundle, Dialect, Limits, Module, Work};
use serde_json::Value;

static MORE: AtomicU64 = AtomicU64::new(0);

#[test]
fn what_takes_too_much_memory_is_ended() {
    let limits = Limits {
        time: Duration::from_secs(20),
        memory: 1 << 30,
        in_use: || Some(MORE.fetch_add(1 << 28, Ordering::Relaxed)),
    };
    let text = "package main
n := numbers.range(1, 100)
deny contains \"x\" if {
  some a in n; some b in n; some c in n; some d in n; some e in n; some f in n
  a + b + c + d + e + f > 1000
}
";
    let (module, mistakes) = Module::read("p.rego", text, Dialect::V1).unwrap();
    assert_eq!(mistakes, []);
    let bundle = Bundle {
        modules: vec![module],
        data: Value::Null,
    };
    let work = Work {
        modules: vec![0],
        rules: vec!["data.main.deny".to_owned()],
        inputs: vec![Arc::new(Value::Null)],
        traced: false,
    };
    let evaluation = bundle.evaluate(&work, &limits);
    let [answers] = &evaluation.answers[..] else {
        panic!("there is one document: {evaluation:?}");
    };
    let [Answer::Failed(mistake)] = &answers[..] else {
        panic!("it does not end by itself: {answers:?}");
    };
    assert_eq!(mistake.message, "it uses more memory than a policy may");
}

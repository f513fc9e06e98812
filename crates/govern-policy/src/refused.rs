//! What a policy may not do, and what no policy may do at length.

use regorus::{Engine, Value, unstable::BUILTINS};

/// Functions whose answer is not in what a policy is given, and what each would ask.
const REFUSED: [(&str, &str); 10] = [
    ("http.send", "the network"),
    ("net.lookup_ip_addr", "the network"),
    ("opa.runtime", "the environment"),
    ("rand.intn", "chance"),
    ("rego.metadata.chain", "the policy's own comments"),
    ("rego.metadata.rule", "the policy's own comments"),
    ("rego.parse_module", "the parser"),
    ("time.now_ns", "the clock"),
    ("trace", "the engine"),
    ("uuid.rfc4122", "chance"),
];

/// How many numbers `numbers.range` may make.
const LONGEST: i64 = 1_000_000;
/// How far `bits.lsh` may shift.
const WIDEST: i64 = 62;

/// What a function of this name would ask, if none may.
pub(crate) fn asks(name: &str) -> Option<&'static str> {
    REFUSED
        .iter()
        .find(|(refused, _)| *refused == name)
        .map(|(_, asks)| *asks)
}

/// Whether the engine has a function of this name.
pub(crate) fn is_known(name: &str) -> bool {
    name == "print" || BUILTINS.contains_key(name)
}

/// Takes away what none may do, and bounds what makes much of little.
pub(crate) fn bound(engine: &mut Engine) -> anyhow::Result<()> {
    for (name, asks) in REFUSED {
        // As many arguments as nobody passes: a call is refused before, by its name.
        let refuse = move |_: Vec<Value>| anyhow::bail!("`{name}` asks {asks}");
        engine.add_extension(name.to_owned(), u8::MAX, Box::new(refuse))?;
    }
    let range = |arguments: Vec<Value>| numbers(&arguments, 1);
    engine.add_extension("numbers.range".to_owned(), 2, Box::new(range))?;
    let steps = |arguments: Vec<Value>| numbers(&arguments, integer(&arguments, 2)?);
    engine.add_extension("numbers.range_step".to_owned(), 3, Box::new(steps))?;
    engine.add_extension(
        "bits.lsh".to_owned(),
        2,
        Box::new(|it: Vec<Value>| shifted(&it)),
    )
}

fn integer(arguments: &[Value], row: usize) -> anyhow::Result<i64> {
    match arguments.get(row) {
        Some(value) => value.as_i64(),
        None => anyhow::bail!("an argument is missing"),
    }
}

/// The numbers from one to another, in steps; downwards, if the other is less.
fn numbers(arguments: &[Value], step: i64) -> anyhow::Result<Value> {
    let (from, to) = (integer(arguments, 0)?, integer(arguments, 1)?);
    if step <= 0 {
        anyhow::bail!("the step must be more than 0");
    }
    let distance = to.checked_sub(from).map(i64::unsigned_abs);
    let count = distance.map(|distance| distance / step.unsigned_abs());
    if count.is_none_or(|count| count >= LONGEST.unsigned_abs()) {
        anyhow::bail!("a range has at most {LONGEST} numbers");
    }
    let step = if from <= to { step } else { -step };
    let mut numbers = Vec::new();
    let mut next = from;
    while (step > 0 && next <= to) || (step < 0 && next >= to) {
        numbers.push(Value::from(next));
        next = next.saturating_add(step);
    }
    Ok(Value::from(numbers))
}

fn shifted(arguments: &[Value]) -> anyhow::Result<Value> {
    let (number, by) = (integer(arguments, 0)?, integer(arguments, 1)?);
    let fits = (0..=WIDEST).contains(&by);
    let shifted = fits.then(|| number.checked_mul(1 << by)).flatten();
    match shifted {
        Some(shifted) => Ok(Value::from(shifted)),
        None => anyhow::bail!("numbers have at most 63 bits here"),
    }
}

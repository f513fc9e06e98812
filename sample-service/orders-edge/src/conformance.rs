//! What every module has to do before it is taken into use, tried on the module itself: who it is, that it decides by nothing
//! but what it is given, that the largest request fits its limits, and that it survives what is no request.

use orders::domain::{
    Action, Command, CommandId, Currency, CustomerId, EventId, History, Line, Lines, Money,
    OrderId, OrderKey, ParcelId, Quantity, Sku, Stamp, TenantId,
};
use orders::port::Decision;
use orders::shared::{Timestamp, Token};
use orders_wire::encode;
use orders_wire::guest::{ApiVersion, Describe, Metadata, RefusalCode, Reply, Request};
use thiserror::Error;

use crate::call_error::CallError;
use crate::manifest::Manifest;
use crate::sandbox::Run;
use crate::timeout::Timeout;
use crate::verify::{Question, read_reply, refused};

/// What a module does not do as it should.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Nonconformity {
    /// It does not say who it is.
    #[error("it does not say who it is: {0}")]
    Handshake(CallError),
    /// It says something else about itself than its manifest.
    #[error("it says another {what} than its manifest")]
    Metadata {
        /// What is not the same.
        what: &'static str,
    },
    /// It deals with requests of versions that it cannot know.
    #[error("it does not refuse requests of another version")]
    Version,
    /// It does not do what it is for.
    #[error("it does not decide {what}: {error}")]
    Undecided {
        /// On what.
        what: &'static str,
        /// What happened instead.
        error: CallError,
    },
    /// It decides otherwise than the rules say.
    #[error("it decides otherwise than the rules say on {what}")]
    Misjudged {
        /// On what.
        what: &'static str,
    },
    /// It does not do the same twice.
    #[error("the same request has not the same reply and the same cost twice")]
    Indeterminate,
    /// It does not survive what is no request.
    #[error("it does not refuse {what}: {error}")]
    BadInput {
        /// What is no request.
        what: &'static str,
        /// What happened instead.
        error: CallError,
    },
}

impl Nonconformity {
    /// The word for it that programs compare.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Handshake(_) => "handshake",
            Self::Metadata { .. } => "metadata_mismatch",
            Self::Version => "version_ignored",
            Self::Undecided { .. } => "undecided",
            Self::Misjudged { .. } => "misjudged",
            Self::Indeterminate => "indeterminate",
            Self::BadInput { .. } => "bad_input",
        }
    }
}

/// Tries the module.
///
/// # Errors
///
/// The first thing that it does not do as it should.
pub fn check(module: &Timeout) -> Result<(), Nonconformity> {
    identity(module)?;
    decisions(module)?;
    bad_input(module)
}

fn identity(module: &Timeout) -> Result<(), Nonconformity> {
    let asked = |api| module.run(&encode(&Request::Describe(Describe { api })));
    let run = asked(ApiVersion::CURRENT).map_err(Nonconformity::Handshake)?;
    match read_reply(&run.output).map_err(Nonconformity::Handshake)? {
        Reply::Described(metadata) => same(&metadata, module.manifest())?,
        Reply::Refused(refusal) => return Err(Nonconformity::Handshake(refused(refusal.code))),
        Reply::CarriedOut(_) => {
            let what = "a decision instead of a description";
            return Err(Nonconformity::Handshake(CallError::Contradiction { what }));
        }
    }
    let foreign = ApiVersion {
        major: ApiVersion::CURRENT.major + 1,
        minor: 0,
    };
    match asked(foreign).and_then(|run| read_reply(&run.output)) {
        Ok(Reply::Refused(refusal)) if refusal.code == RefusalCode::ApiUnsupported => Ok(()),
        _ => Err(Nonconformity::Version),
    }
}

fn same(metadata: &Metadata, manifest: &Manifest) -> Result<(), Nonconformity> {
    let pairs = [
        ("id", metadata.id == manifest.id.as_str()),
        ("version", metadata.version == manifest.version.to_string()),
        ("version of the documents", metadata.api == manifest.api),
    ];
    match pairs.into_iter().find(|(_, same)| !same) {
        Some((what, _)) => Err(Nonconformity::Metadata { what }),
        None => Ok(()),
    }
}

fn decisions(module: &Timeout) -> Result<(), Nonconformity> {
    let largest = place(Lines::MAX);
    let (placed, first) = accepted(module, "the largest order", largest.clone())?;
    let (_, second) = accepted(module, "the largest order", largest)?;
    if first != second {
        return Err(Nonconformity::Indeterminate);
    }
    let (shipped, _) = accepted(module, "a parcel", ship(placed, "c-2-"))?;
    let what = "a parcel that is announced again";
    match decided(module, what, &ship(shipped.clone(), "c-2-"))? {
        Ok(Decision::Before(_)) => {}
        _ => return Err(Nonconformity::Misjudged { what }),
    }
    let what = "a second parcel";
    match decided(module, what, &ship(shipped, "c-3-"))? {
        Err(rejection) if rejection.code() == "order_closed" => Ok(()),
        _ => Err(Nonconformity::Misjudged { what }),
    }
}

fn accepted(
    module: &Timeout,
    what: &'static str,
    question: Question,
) -> Result<(History, Run), Nonconformity> {
    match decide(module, &question) {
        Ok((Ok(Decision::New { history, .. }), run)) => Ok((history, run)),
        Ok(_) => Err(Nonconformity::Misjudged { what }),
        Err(error) => Err(Nonconformity::Undecided { what, error }),
    }
}

fn decided(
    module: &Timeout,
    what: &'static str,
    question: &Question,
) -> Result<Decided, Nonconformity> {
    match decide(module, question) {
        Ok((decided, _)) => Ok(decided),
        Err(error) => Err(Nonconformity::Undecided { what, error }),
    }
}

type Decided = Result<Decision, orders::domain::Rejection>;

fn decide(module: &Timeout, question: &Question) -> Result<(Decided, Run), CallError> {
    let run = module.run(&question.document())?;
    let decided = question.read(&run.output)?;
    Ok((decided, run))
}

fn bad_input(module: &Timeout) -> Result<(), Nonconformity> {
    let document = place(1).document();
    let deep = [b'['; 4096];
    let long = vec![b' '; orders_wire::guest::MAX_DOCUMENT_BYTES];
    let inputs: [(&str, &[u8]); 6] = [
        ("nothing", b""),
        ("bytes that are no text", &[0xff, 0, 0xfe]),
        ("half a request", &document[..document.len() / 2]),
        ("what is nested deeply", &deep),
        ("the longest of blanks", &long),
        (
            "a wish without an order",
            br#"{"carry_out":{"api":{"major":1,"minor":0}}}"#,
        ),
    ];
    for (what, input) in inputs {
        let reply = module.run(input).and_then(|run| read_reply(&run.output));
        let error = match reply {
            Ok(Reply::Refused(refusal)) if refusal.code == RefusalCode::Malformed => continue,
            Ok(_) => CallError::Contradiction {
                what: "a reply to what is no request",
            },
            Err(error) => error,
        };
        return Err(Nonconformity::BadInput { what, error });
    }
    Ok(())
}

/// A first command with so many lines, whose numbers and ids are as long as ids can be.
fn place(lines: usize) -> Question {
    let currency = Currency::parse("EUR").expect("three capitals");
    let line = |number| Line {
        sku: Sku::parse(&longest(&format!("s-{number}-"))).expect("a good id"),
        quantity: Quantity::new(10_000).expect("the most there is"),
        unit_price: Money::new(10_000_000_000_000, currency),
    };
    let lines = Lines::new((0..lines).map(line).collect()).expect("distinct articles");
    let order = OrderKey::new(
        TenantId::parse(&longest("t-")).expect("a good id"),
        OrderId::parse(&longest("o-")).expect("a good id"),
    );
    Question {
        history: History::new(order.clone()),
        command: Command {
            id: CommandId::parse(&longest("c-1-")).expect("a good id"),
            order,
            action: Action::Place {
                customer: CustomerId::parse(&longest("u-")).expect("a good id"),
                lines,
            },
        },
        stamp: stamp("e-1-"),
    }
}

fn ship(history: History, command: &str) -> Question {
    Question {
        command: Command {
            id: CommandId::parse(&longest(command)).expect("a good id"),
            order: history.order().clone(),
            action: Action::Ship {
                parcel: ParcelId::parse(&longest("p-")).expect("a good id"),
            },
        },
        stamp: stamp(command),
        history,
    }
}

fn stamp(event: &str) -> Stamp {
    Stamp {
        id: EventId::parse(&longest(event)).expect("a good id"),
        at: Timestamp::from_millis(1_790_000_000_000),
    }
}

fn longest(start: &str) -> String {
    format!("{start:x<width$}", width = Token::MAX_LENGTH)
}

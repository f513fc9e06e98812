//! Requests and replies mean the same in every form, and what is none in its form is refused in peace.
#![expect(
    clippy::disallowed_methods,
    reason = "the samples are files beside the test"
)]

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use orders_wire::v1::{
    Amount, BoardQuery, BoardReply, CancelOrder, CancelReason, Command, CommandReply, FailureCode,
    OpenTotal, OrderLine, PlaceOrder, ReceiveGoods, ReceiveReply, ShipOrder, StockQuery,
    StockReply, subject,
};
use orders_wire::{Cbor, Codec, Form, Json, MessagePack, WireError};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The samples that there are in every form: what is sent to the desk and what it replies.
const SAMPLES: [&str; 21] = [
    "command-place",
    "command-cancel",
    "command-ship",
    "reply-accepted",
    "reply-rejected",
    "reply-failed",
    "reply-refused",
    "board-query",
    "board-found",
    "board-failed",
    "board-refused",
    "command-receive",
    "reply-receive-accepted",
    "reply-receive-rejected",
    "reply-receive-failed",
    "reply-receive-refused",
    "stock-query",
    "stock-found",
    "stock-uncounted",
    "stock-failed",
    "stock-refused",
];

fn testdata(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("testdata")
        .join(folder)
}

const fn folder(form: Form) -> &'static str {
    match form {
        Form::Json => "v1",
        Form::MessagePack => "v1-msgpack",
        Form::Cbor => "v1-cbor",
    }
}

/// The sample in the form. What is not text is kept in hex digits. It was written by programs in another language.
fn sample(form: Form, name: &str) -> Vec<u8> {
    let extension = if form == Form::Json { "json" } else { "hex" };
    let path = testdata(folder(form)).join(format!("{name}.{extension}"));
    let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if form == Form::Json {
        return bytes;
    }
    let digits: Vec<_> = bytes
        .into_iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| char::from(byte).to_digit(16).expect("a hex digit"))
        .collect();
    let pairs = digits.chunks_exact(2);
    assert!(pairs.remainder().is_empty(), "{}", path.display());
    pairs
        .map(|pair| u8::try_from(pair[0] * 16 + pair[1]).expect("two digits"))
        .collect()
}

/// Reads the sample in every form, as what is sent under the name.
fn same_in_every_form<T: DeserializeOwned + Serialize + PartialEq + Debug>(name: &str) {
    let meant: T = Form::Json
        .decode(&sample(Form::Json, name))
        .expect("a sample is what it is called");
    for form in Form::ALL {
        let bytes = sample(form, name);
        let read: T = form
            .decode(&bytes)
            .unwrap_or_else(|error| panic!("{name} {form:?}: {error}"));
        assert_eq!(read, meant, "{name} {form:?}");
        let again: T = form
            .decode(&form.encode(&read))
            .expect("it was just encoded");
        assert_eq!(again, meant, "{name} {form:?}");
        if form != Form::Json {
            assert_eq!(form.encode(&read).len(), bytes.len(), "{name} {form:?}");
        }
    }
}

/// AC: AC-FORM-001
#[test]
fn samples_mean_the_same_in_every_form() {
    same_in_every_form::<PlaceOrder>("command-place");
    same_in_every_form::<CancelOrder>("command-cancel");
    same_in_every_form::<ShipOrder>("command-ship");
    let replies = [
        "reply-accepted",
        "reply-rejected",
        "reply-failed",
        "reply-refused",
    ];
    for name in replies {
        same_in_every_form::<CommandReply>(name);
    }
    same_in_every_form::<BoardQuery>("board-query");
    for name in ["board-found", "board-failed", "board-refused"] {
        same_in_every_form::<BoardReply>(name);
    }
    same_in_every_form::<ReceiveGoods>("command-receive");
    let replies = [
        "reply-receive-accepted",
        "reply-receive-rejected",
        "reply-receive-failed",
        "reply-receive-refused",
    ];
    for name in replies {
        same_in_every_form::<ReceiveReply>(name);
    }
    same_in_every_form::<StockQuery>("stock-query");
    for name in [
        "stock-found",
        "stock-uncounted",
        "stock-failed",
        "stock-refused",
    ] {
        same_in_every_form::<StockReply>(name);
    }
    for form in [Form::MessagePack, Form::Cbor] {
        let entries = fs::read_dir(testdata(folder(form))).unwrap();
        let there: BTreeSet<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let expected: BTreeSet<_> = SAMPLES.map(|name| format!("{name}.hex")).into();
        assert_eq!(there, expected, "each sample is looked at");
    }
}

/// AC: AC-FORM-001
#[test]
fn a_form_has_one_name_and_json_needs_none() {
    assert_eq!(Form::read(None).unwrap(), Form::Json);
    assert_eq!(Form::NAMES, [Json::NAME, MessagePack::NAME, Cbor::NAME]);
    for (form, name) in Form::ALL.into_iter().zip(Form::NAMES) {
        assert_eq!(form.name(), name);
        assert_eq!(Form::read(Some(name)).unwrap(), form);
        assert_eq!(Form::read(Some(&name.to_uppercase())).unwrap(), form);
    }
    for name in [
        "",
        "json",
        "text/plain",
        "application/cbor; x=1",
        " application/cbor",
    ] {
        let error = Form::read(Some(name)).unwrap_err();
        assert_eq!(error.code(), "form", "{name}");
        for known in Form::NAMES {
            assert!(error.to_string().contains(&format!("`{known}`")), "{error}");
        }
    }
}

/// What stands behind a message, nests too deep, or claims to be longer than it is, is refused in every form.
/// AC: AC-FORM-002
#[test]
fn what_is_no_message_in_its_form_is_refused() {
    let query = BoardQuery {
        customer_id: "ann".to_owned(),
    };
    for form in Form::ALL {
        let mut bytes = form.encode(&query);
        assert_eq!(form.decode::<BoardQuery>(&bytes).unwrap(), query);
        bytes.push(b'1');
        let behind = form.decode::<BoardQuery>(&bytes);
        assert_eq!(behind.unwrap_err().code(), "shape", "{form:?}");
        let long = form.decode::<BoardQuery>(&[b' '; 64 * 1024 + 1]);
        assert_eq!(long.unwrap_err().code(), "too_long", "{form:?}");
        let none = form.decode::<BoardQuery>(b"");
        assert_eq!(none.unwrap_err().code(), "shape", "{form:?}");
    }
    // An unknown field with lists, maps or tags in each other, as deep as a message can be.
    let deep = |open: &[u8], before: &[u8]| {
        let mut bytes = before.to_vec();
        bytes.extend(open.iter().cycle().take(60_000));
        bytes
    };
    let nested = [
        (Form::Json, deep(b"[", b"{\"x\":")),
        (Form::MessagePack, deep(&[0x91], b"\x81\xa1x")),
        (Form::MessagePack, deep(&[0x81], b"\x81\xa1x")),
        (Form::Cbor, deep(&[0x81], b"\xa1\x61x")),
        (Form::Cbor, deep(&[0x9f], b"\xa1\x61x")),
        (Form::Cbor, deep(&[0xbf, 0x00], b"\xa1\x61x")),
        (Form::Cbor, deep(&[0xc1], b"\xa1\x61x")),
    ];
    // Texts and maps of billions, of which nothing is there.
    let short = [
        (Form::MessagePack, b"\x81\xdb\xff\xff\xff\xff".to_vec()),
        (Form::MessagePack, b"\xdf\xff\xff\xff\xff".to_vec()),
        (
            Form::MessagePack,
            b"\x81\xa5lines\xdd\xff\xff\xff\xff".to_vec(),
        ),
        (Form::Cbor, b"\xa1\x7a\xff\xff\xff\xff".to_vec()),
        (Form::Cbor, b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff".to_vec()),
        (
            Form::Cbor,
            b"\xa1\x65lines\x9b\xff\xff\xff\xff\xff\xff\xff\xff".to_vec(),
        ),
    ];
    for (form, bytes) in nested.into_iter().chain(short) {
        let error = form.decode::<PlaceOrder>(&bytes).unwrap_err();
        assert_eq!(error.code(), "shape", "{form:?} {error}");
    }
}

fn line() -> impl Strategy<Value = OrderLine> {
    (any::<String>(), any::<u32>(), any::<u64>(), any::<String>()).prop_map(
        |(sku, quantity, minor, currency)| OrderLine {
            sku,
            quantity,
            unit_price: Amount { minor, currency },
        },
    )
}

fn place() -> impl Strategy<Value = PlaceOrder> {
    let ids = (any::<String>(), any::<String>(), any::<String>());
    (ids, vec(line(), 0..5)).prop_map(|((command_id, order_id, customer_id), lines)| PlaceOrder {
        command_id,
        order_id,
        customer_id,
        lines,
    })
}

fn cancel() -> impl Strategy<Value = CancelOrder> {
    let reasons = vec![
        CancelReason::CustomerRequest,
        CancelReason::OutOfStock,
        CancelReason::PaymentFailed,
    ];
    (any::<String>(), any::<String>(), select(reasons)).prop_map(
        |(command_id, order_id, reason)| CancelOrder {
            command_id,
            order_id,
            reason,
        },
    )
}

fn failure() -> impl Strategy<Value = FailureCode> {
    select(vec![
        FailureCode::Malformed,
        FailureCode::Contended,
        FailureCode::Unavailable,
    ])
}

fn reply() -> impl Strategy<Value = CommandReply> {
    prop_oneof![
        (any::<String>(), any::<u32>())
            .prop_map(|(order_id, version)| CommandReply::Accepted { order_id, version }),
        (any::<String>(), any::<String>())
            .prop_map(|(code, message)| CommandReply::Rejected { code, message }),
        (failure(), any::<String>())
            .prop_map(|(code, message)| CommandReply::Failed { code, message }),
    ]
}

fn board() -> impl Strategy<Value = BoardReply> {
    let total = (any::<String>(), any::<String>())
        .prop_map(|(currency, minor)| OpenTotal { currency, minor });
    (any::<String>(), any::<u64>(), vec(total, 0..4)).prop_map(
        |(customer_id, open_orders, open_totals)| BoardReply::Found {
            customer_id,
            open_orders,
            open_totals,
        },
    )
}

/// From each form into each other one, and back.
fn survives<T>(message: &T) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    for one in Form::ALL {
        for other in Form::ALL {
            let first: T = one
                .decode(&one.encode(message))
                .expect("it was just encoded");
            let second: T = other
                .decode(&other.encode(&first))
                .expect("it was just encoded");
            prop_assert_eq!(&second, message, "{:?} {:?}", one, other);
            prop_assert_eq!(one.encode(&second), one.encode(message));
        }
    }
    Ok(())
}

/// Whether it is refused, or read as a message that means the same when it is written again.
fn is_dealt_with<T>(form: Form, bytes: &[u8]) -> Result<(), TestCaseError>
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    match form.decode::<T>(bytes) {
        Ok(read) => {
            let again: T = form
                .decode(&form.encode(&read))
                .expect("it was just encoded");
            prop_assert_eq!(again, read, "{:?}", form);
        }
        Err(error) => prop_assert_eq!(error.code(), "shape", "{}", error),
    }
    Ok(())
}

proptest! {
    /// AC: AC-FORM-001
    #[test]
    fn messages_mean_the_same_in_every_form(
        place in place(),
        cancel in cancel(),
        reply in reply(),
        board in board(),
    ) {
        survives(&place)?;
        survives(&cancel)?;
        survives(&reply)?;
        survives(&board)?;
    }

    /// AC: AC-FORM-002
    #[test]
    fn junk_is_no_message_in_any_form(bytes in vec(any::<u8>(), 0..200)) {
        for form in Form::ALL {
            for subject in subject::REQUESTS {
                let read = Command::decode(form, subject, &bytes);
                prop_assert!(
                    matches!(read, Err(WireError::Shape(_) | WireError::Subject { .. })),
                    "{:?}", read
                );
            }
            is_dealt_with::<BoardQuery>(form, &bytes)?;
            is_dealt_with::<CommandReply>(form, &bytes)?;
            is_dealt_with::<BoardReply>(form, &bytes)?;
        }
    }
}

proptest! {
    // Three forms of each sample, damaged: more than a hundred thousand messages in all.
    #![proptest_config(ProptestConfig::with_cases(6_000))]

    /// AC: AC-FORM-002
    #[test]
    fn what_is_damaged_is_refused_or_read_as_what_it_is(
        name in select(SAMPLES.to_vec()),
        damages in vec((any::<Index>(), any::<u8>(), 0..4_u8), 1..6),
    ) {
        for form in Form::ALL {
            let mut bytes = sample(form, name);
            for (at, byte, damage) in &damages {
                let at = at.index(bytes.len() + 1);
                match damage {
                    0 if at < bytes.len() => bytes[at] = *byte,
                    1 => bytes.insert(at, *byte),
                    2 if at < bytes.len() => drop(bytes.remove(at)),
                    3 if at > 0 => bytes.truncate(at),
                    _ => {}
                }
            }
            is_dealt_with::<PlaceOrder>(form, &bytes)?;
            is_dealt_with::<CancelOrder>(form, &bytes)?;
            is_dealt_with::<ShipOrder>(form, &bytes)?;
            is_dealt_with::<BoardQuery>(form, &bytes)?;
            is_dealt_with::<CommandReply>(form, &bytes)?;
            is_dealt_with::<BoardReply>(form, &bytes)?;
        }
    }
}

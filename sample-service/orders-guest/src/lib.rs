//! The order desk as a WebAssembly module: a request document in, a reply document out.
//!
//! The desk is that of the service, over stores in memory that last for one request. Time and identity come with the
//! request. So the same request gets the same reply, wherever and whenever, and there is nothing to ask the outside for.

mod carry_out;
mod given;
mod poll;

use orders_wire::guest::{
    ApiVersion, Metadata, Refusal, RefusalCode, Reply, Request, decode_document,
};
use orders_wire::{WireError, encode};

/// The name of this module.
const ID: &str = "orders-guest";

/// The reply document to a request document. There is always one, also to what is no request.
pub fn answer(document: &[u8]) -> Vec<u8> {
    encode(&match decode_document(document) {
        Ok(request) => reply(request),
        Err(error) => malformed(&error),
    })
}

fn reply(request: Request) -> Reply {
    let api = match &request {
        Request::Describe(describe) => describe.api,
        Request::CarryOut(carry_out) => carry_out.api,
    };
    if !api.serves(ApiVersion::CURRENT) {
        return Reply::Refused(Refusal {
            code: RefusalCode::ApiUnsupported,
            message: format!(
                "this module is for version {}, not {api}",
                ApiVersion::CURRENT
            ),
        });
    }
    match request {
        Request::Describe(_) => Reply::Described(Metadata {
            id: ID.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            api: ApiVersion::CURRENT,
        }),
        Request::CarryOut(request) => match carry_out::carry_out(request) {
            Ok(carried_out) => Reply::CarriedOut(carried_out),
            Err(error) => malformed(&error),
        },
    }
}

fn malformed(error: &WireError) -> Reply {
    Reply::Refused(Refusal {
        code: RefusalCode::Malformed,
        message: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use orders_wire::decode;

    use super::*;

    fn said(document: &[u8]) -> Reply {
        decode(&answer(document)).expect("it was just encoded")
    }

    /// AC: AC-EDGE-010
    #[test]
    fn the_reply_to_the_sample_of_a_request_is_the_sample_of_a_reply() {
        let request = include_bytes!("../../orders-wire/testdata/guest-v1/request-carry-out.json");
        let reply = include_bytes!("../../orders-wire/testdata/guest-v1/reply-carried-out.json");
        let expected: Reply = decode(reply).expect("it is a sample");
        assert_eq!(said(request), expected);
    }

    /// AC: AC-EDGE-007
    #[test]
    fn the_history_of_another_order_is_refused() {
        let request = include_str!("../../orders-wire/testdata/guest-v1/request-carry-out.json");
        let start = request.rfind("o-1001").expect("the command names it");
        let mut other = request.to_owned();
        other.replace_range(start..start + 6, "o-2002");
        match said(other.as_bytes()) {
            Reply::Refused(refusal) => {
                assert_eq!(refusal.message, "the history is that of another order");
            }
            reply => panic!("{reply:?}"),
        }
    }
}

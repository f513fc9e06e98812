//! Requests and replies as lines of text, for where there is no broker that carries the subject.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::WireError;
use crate::json::{decode, encode};

/// A request in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequestFrame {
    /// Under which subject it is sent.
    pub subject: String,
    /// What the sender proves to be with. It is made over the payload as this program writes it: no blanks, names sorted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The request.
    pub payload: Value,
}

/// A reply in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReplyFrame {
    /// Under which subject the request was sent; nothing if the line was no request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The reply.
    pub reply: Value,
}

impl RequestFrame {
    /// The request that the line is.
    pub fn decode(line: &[u8]) -> Result<Self, WireError> {
        decode(line)
    }

    /// What is sent under the subject.
    pub fn payload_bytes(&self) -> Vec<u8> {
        encode(&self.payload)
    }
}

impl ReplyFrame {
    /// The reply, whose bytes are JSON, to a request under the subject.
    pub fn new(subject: Option<String>, reply: &[u8]) -> Result<Self, WireError> {
        Ok(Self {
            subject,
            reply: decode(reply)?,
        })
    }

    /// The line, without its end.
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }
}

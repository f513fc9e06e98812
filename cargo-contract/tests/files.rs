//! Files that are contracts, and are broken, or named wrongly.

use govern_testing::check;

/// Runs the gate where there is nothing to compare with.
fn alone(text: &str) {
    check(&cargo_contract::GATE, text);
}

#[test]
fn what_is_broken_is_located() {
    alone(
        r#"
//- /govern.toml
[[contract.files]]
kind = "json-schema"
paths = ["schemas/*.json"]

[[contract.files]]
kind = "wit"
paths = ["wit/*.wit"]

[[contract.files]]
kind = "proto"
paths = ["proto/*.proto"]

[[contract.files]]
kind = "wasm"
paths = ["guest/*.wasm"]
#        ^^^^^^^^^^^^^^ syntax: `guest/a.wasm` is no WebAssembly module
//- /src/lib.rs
//! Orders.
//- /schemas/a.json
{
  "properties": {
    "a": { "minimum" 5 }
//                   ^ syntax: `schemas/a.json` is no JSON Schema: expected `:`
  }
}
//- /wit/a.wit
package a:b;
interface x {
  f: func(a: unknown);
//           ^^^^^^^ syntax: `wit/a.wit` is no WIT package
}
//- /proto/a.proto
syntax = "proto3";
message A { strin id = ; }
//                     ^ syntax: `proto/a.proto` is no protobuf file
//- /guest/a.wasm
no module
"#,
    );
}

#[test]
fn keys_that_say_nothing_are_mistakes() {
    alone(
        r#"
//- /govern.toml
[[contract.files]]
kind = "json-schema"
paths = ["schemas/*.json"]
role = "host"
#      ^^^^^^ config: `role` says nothing about a JSON Schema
//- /src/lib.rs
//! Orders.
//- /schemas/a.json
{}
"#,
    );
    alone(
        r#"
//- /govern.toml
[[contract.files]]
kind = "wasm"
paths = ["guest/[.wasm"]
#        ^^^^^^^^^^^^^^ config: is no glob
//- /src/lib.rs
//! Orders.
"#,
    );
    alone(
        r#"
//- /govern.toml
[[contract.files]]
kind = "proto"
paths = ["proto/*.proto"]
#        ^^^^^^^^^^^^^^^ selector_unmatched: matches no contract file
//- /src/lib.rs
//! Orders.
"#,
    );
}

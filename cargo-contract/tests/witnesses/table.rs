//! What each rule shows, and who proves it; or why it shows nothing.

use super::{Case, apis, components, documents, subjects, trees, wire};

/// Proves that what a finding of a rule shows is so.
pub(crate) type Prove = fn(&str, &Case) -> Result<(), String>;

/// What findings of a rule show.
pub(crate) enum Shown {
    /// Each has an example, which this proves.
    Always(Prove),
    /// Some have one; why others have none.
    Partly(Prove, &'static str),
    /// The example is in the message, as its so-manieth name.
    Named(usize, Prove),
    /// There is none; why.
    Never(&'static str),
}

/// All rules, sorted by name.
pub(crate) const WITNESSES: &[(&str, Shown)] = &[
    ("asyncapi_channel_changed", Shown::Always(apis::message)),
    ("asyncapi_message_changed", Shown::Always(apis::message)),
    ("asyncapi_operation_removed", Shown::Always(apis::message)),
    (
        "asyncapi_unknown",
        Shown::Never("what is not understood cannot be shown to be refused"),
    ),
    (
        "broken_without_new_version",
        Shown::Never("what breaks is shown by the finding of the rule that it names"),
    ),
    (
        "changelog_entry_missing",
        Shown::Never("a text for people is missing, which no program reads"),
    ),
    ("cli_argument_changed", Shown::Always(trees::line)),
    ("cli_argument_reassigned", Shown::Always(trees::line)),
    ("cli_argument_removed", Shown::Always(trees::line)),
    ("cli_argument_required", Shown::Always(trees::line)),
    ("cli_command_removed", Shown::Always(trees::line)),
    (
        "cli_shape_unknown",
        Shown::Never("what is not understood cannot be shown to be refused"),
    ),
    ("cli_value_removed", Shown::Always(trees::line)),
    (
        "consumer_broken",
        Shown::Never(
            "it names the consumer and what that reads; no document can show what is never written",
        ),
    ),
    (
        "contract_item_not_found",
        Shown::Never("a declaration names nothing, so there is nothing that could be sent"),
    ),
    (
        "contract_not_accepted",
        Shown::Never("nobody is broken; there is only nothing to compare with later"),
    ),
    (
        "contract_removed",
        Shown::Never("all that was there is gone, and any use of it shows that"),
    ),
    (
        "contract_undeclared",
        Shown::Never("the declaration is gone, whatever documents look like"),
    ),
    (
        "dedup_window_too_short",
        Shown::Never("it is about two spans of time, and its message has both of them"),
    ),
    (
        "deprecated_without_replacement",
        Shown::Never("who deprecates has not said what to use, which no message shows"),
    ),
    ("durable_renamed", Shown::Named(0, subjects::renamed)),
    (
        "error_code_redefined",
        Shown::Never("the code has two meanings, and both places that say so are shown"),
    ),
    (
        "error_code_removed",
        Shown::Named(1, subjects::undeclared_code),
    ),
    (
        "error_code_reused",
        Shown::Never("the code has two meanings, and both places that say so are shown"),
    ),
    (
        "error_code_undeclared",
        Shown::Never("the code is in the message, and the source gives it"),
    ),
    (
        "error_code_unused",
        Shown::Never("nothing has the code, so nothing can show it"),
    ),
    ("event_loop", Shown::Named(0, subjects::echoed)),
    ("field_added", Shown::Always(wire::wire)),
    ("field_presence_changed", Shown::Always(wire::wire)),
    ("field_removed", Shown::Always(wire::wire)),
    ("field_renamed", Shown::Always(wire::wire)),
    ("field_retyped", Shown::Always(wire::wire)),
    (
        "meaning_unknown",
        Shown::Never("what is not understood cannot be shown to be refused"),
    ),
    (
        "old_version_dropped",
        Shown::Never("who still reads the old version is not in the workspace"),
    ),
    ("openapi_operation_removed", Shown::Always(apis::request)),
    ("openapi_parameter_changed", Shown::Always(apis::request)),
    ("openapi_parameter_required", Shown::Always(apis::request)),
    ("openapi_request_changed", Shown::Always(apis::request)),
    ("openapi_response_changed", Shown::Always(apis::request)),
    ("openapi_security_changed", Shown::Always(apis::request)),
    (
        "openapi_unknown",
        Shown::Never("what is not understood cannot be shown to be refused"),
    ),
    ("permission_missing", Shown::Named(1, subjects::unallowed)),
    ("permission_too_wide", Shown::Named(1, subjects::needless)),
    ("persisted_without_migration", Shown::Always(wire::stored)),
    (
        "proto_cardinality_changed",
        Shown::Always(documents::protobuf),
    ),
    (
        "proto_enum_value_removed",
        Shown::Always(documents::protobuf),
    ),
    (
        "proto_enum_value_renamed",
        Shown::Always(documents::protobuf),
    ),
    ("proto_field_removed", Shown::Always(documents::protobuf)),
    ("proto_field_renamed", Shown::Always(documents::protobuf)),
    ("proto_field_retyped", Shown::Always(documents::protobuf)),
    ("proto_item_removed", Shown::Always(documents::protobuf)),
    ("proto_method_changed", Shown::Always(documents::protobuf)),
    ("proto_oneof_changed", Shown::Always(documents::protobuf)),
    (
        "proto_option_changed",
        Shown::Partly(
            documents::protobuf,
            "options of files and enums decide what code is generated; only defaults are read from messages",
        ),
    ),
    ("proto_package_changed", Shown::Always(documents::protobuf)),
    (
        "proto_reservation_removed",
        Shown::Always(documents::protobuf),
    ),
    ("queue_group_changed", Shown::Named(0, subjects::renamed)),
    (
        "removal_overdue",
        Shown::Never("a day has passed, and nothing else is said"),
    ),
    (
        "removed_too_early",
        Shown::Never("a day is still to come, or a consumer is named that still reads it"),
    ),
    ("representation_changed", Shown::Always(wire::wire)),
    (
        "reserved_name_used",
        Shown::Never("the name is reserved and used, and both places are shown"),
    ),
    (
        "rust_api_broken",
        Shown::Never(
            "cargo-semver-checks compares both builds, and has programs of its own for each lint",
        ),
    ),
    (
        "sample_rejected",
        Shown::Never("the sample itself is the document, and the place is in it"),
    ),
    ("schema_narrowed", Shown::Always(documents::schema)),
    (
        "schema_property_dropped",
        Shown::Never(
            "a document with the property is still taken; what becomes of it is not in the schema",
        ),
    ),
    (
        "schema_unknown",
        Shown::Never("what is not understood cannot be shown to be refused"),
    ),
    ("schema_widened", Shown::Always(documents::schema)),
    (
        "several_publishers",
        Shown::Named(2, subjects::published_twice),
    ),
    ("storage_abandoned", Shown::Named(0, subjects::abandoned)),
    (
        "stream_without_limits",
        Shown::Never("it is full some day, which no single message shows"),
    ),
    ("streams_overlap", Shown::Named(2, subjects::kept_twice)),
    ("subject_narrowed", Shown::Named(0, subjects::unheard)),
    ("subject_renamed", Shown::Named(0, subjects::unheard)),
    ("subject_undeclared", Shown::Named(0, subjects::undeclared)),
    ("subject_unused", Shown::Named(0, subjects::unused)),
    ("subject_without_stream", Shown::Named(0, subjects::unkept)),
    (
        "type_removed",
        Shown::Never("every document of the type is one that nobody reads any more"),
    ),
    ("unreadable_by_itself", Shown::Always(wire::wire)),
    ("value_lost", Shown::Always(wire::wire)),
    ("variant_added", Shown::Always(wire::wire)),
    ("variant_removed", Shown::Always(wire::wire)),
    ("variant_renamed", Shown::Always(wire::wire)),
    (
        "version_bump_too_small",
        Shown::Never("a number is not as high as a change asks for, which is shown elsewhere"),
    ),
    ("wasm_export_changed", Shown::Always(documents::module)),
    ("wasm_import_changed", Shown::Always(documents::module)),
    (
        "wasm_import_not_allowed",
        Shown::Named(1, documents::foreign),
    ),
    (
        "wasm_start_added",
        Shown::Never("that code runs breaks nobody; what it does is not known"),
    ),
    (
        "wire_shape_unknown",
        Shown::Never("what is not understood cannot be shown to be refused"),
    ),
    ("wit_export_changed", Shown::Always(components::interface)),
    ("wit_import_changed", Shown::Always(components::interface)),
    ("wit_type_changed", Shown::Always(components::interface)),
];

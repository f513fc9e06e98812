//! Each rule over its fixtures, `testdata/contract/<rule>`: in `fail` it finds what comments ask for, shows it as `expected.txt`
//! has it, shows what others prove, and without it all is green; in `pass` it looks at something and is content.

mod witnesses;

use std::path::Path;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/contract"))
}

fn check(rule: &str) {
    govern_testing::check_rule(&cargo_contract::GATE, folder(), rule);
    witnesses::prove(rule, folder());
}

#[test]
fn every_rule_has_a_folder() {
    govern_testing::check_folders(&cargo_contract::GATE, folder());
}

/// AC: AC-CONTRACT-ASYNCAPI-CHANNEL-CHANGED
#[test]
fn asyncapi_channel_changed() {
    check("asyncapi_channel_changed");
}

/// AC: AC-CONTRACT-ASYNCAPI-MESSAGE-CHANGED
#[test]
fn asyncapi_message_changed() {
    check("asyncapi_message_changed");
}

/// AC: AC-CONTRACT-ASYNCAPI-OPERATION-REMOVED
#[test]
fn asyncapi_operation_removed() {
    check("asyncapi_operation_removed");
}

/// AC: AC-CONTRACT-ASYNCAPI-UNKNOWN
#[test]
fn asyncapi_unknown() {
    check("asyncapi_unknown");
}

/// AC: AC-CONTRACT-BROKEN-WITHOUT-NEW-VERSION
#[test]
fn broken_without_new_version() {
    check("broken_without_new_version");
}

/// AC: AC-CONTRACT-CHANGELOG-ENTRY-MISSING
#[test]
fn changelog_entry_missing() {
    check("changelog_entry_missing");
}

/// AC: AC-CONTRACT-CLI-ARGUMENT-CHANGED
#[test]
fn cli_argument_changed() {
    check("cli_argument_changed");
}

/// AC: AC-CONTRACT-CLI-ARGUMENT-REASSIGNED
#[test]
fn cli_argument_reassigned() {
    check("cli_argument_reassigned");
}

/// AC: AC-CONTRACT-CLI-ARGUMENT-REMOVED
#[test]
fn cli_argument_removed() {
    check("cli_argument_removed");
}

/// AC: AC-CONTRACT-CLI-ARGUMENT-REQUIRED
#[test]
fn cli_argument_required() {
    check("cli_argument_required");
}

/// AC: AC-CONTRACT-CLI-COMMAND-REMOVED
#[test]
fn cli_command_removed() {
    check("cli_command_removed");
}

/// AC: AC-CONTRACT-CLI-SHAPE-UNKNOWN
#[test]
fn cli_shape_unknown() {
    check("cli_shape_unknown");
}

/// AC: AC-CONTRACT-CLI-VALUE-REMOVED
#[test]
fn cli_value_removed() {
    check("cli_value_removed");
}

/// AC: AC-CONTRACT-CONSUMER-BROKEN
#[test]
fn consumer_broken() {
    check("consumer_broken");
}

/// AC: AC-CONTRACT-CONTRACT-ITEM-NOT-FOUND
#[test]
fn contract_item_not_found() {
    check("contract_item_not_found");
}

/// AC: AC-CONTRACT-CONTRACT-NOT-ACCEPTED
#[test]
fn contract_not_accepted() {
    check("contract_not_accepted");
}

/// AC: AC-CONTRACT-CONTRACT-REMOVED
#[test]
fn contract_removed() {
    check("contract_removed");
}

/// AC: AC-CONTRACT-CONTRACT-UNDECLARED
#[test]
fn contract_undeclared() {
    check("contract_undeclared");
}

/// AC: AC-CONTRACT-DEDUP-WINDOW-TOO-SHORT
#[test]
fn dedup_window_too_short() {
    check("dedup_window_too_short");
}

/// AC: AC-CONTRACT-DEPRECATED-WITHOUT-REPLACEMENT
#[test]
fn deprecated_without_replacement() {
    check("deprecated_without_replacement");
}

/// AC: AC-CONTRACT-DURABLE-RENAMED
#[test]
fn durable_renamed() {
    check("durable_renamed");
}

/// AC: AC-CONTRACT-ERROR-CODE-REDEFINED
#[test]
fn error_code_redefined() {
    check("error_code_redefined");
}

/// AC: AC-CONTRACT-ERROR-CODE-REMOVED
#[test]
fn error_code_removed() {
    check("error_code_removed");
}

/// AC: AC-CONTRACT-ERROR-CODE-REUSED
#[test]
fn error_code_reused() {
    check("error_code_reused");
}

/// AC: AC-CONTRACT-ERROR-CODE-UNDECLARED
#[test]
fn error_code_undeclared() {
    check("error_code_undeclared");
}

/// AC: AC-CONTRACT-ERROR-CODE-UNUSED
#[test]
fn error_code_unused() {
    check("error_code_unused");
}

/// AC: AC-CONTRACT-EVENT-LOOP
#[test]
fn event_loop() {
    check("event_loop");
}

/// AC: AC-CONTRACT-FIELD-ADDED
#[test]
fn field_added() {
    check("field_added");
}

/// AC: AC-CONTRACT-FIELD-PRESENCE-CHANGED
#[test]
fn field_presence_changed() {
    check("field_presence_changed");
}

/// AC: AC-CONTRACT-FIELD-REMOVED
#[test]
fn field_removed() {
    check("field_removed");
}

/// AC: AC-CONTRACT-FIELD-RENAMED
#[test]
fn field_renamed() {
    check("field_renamed");
}

/// AC: AC-CONTRACT-FIELD-RETYPED
#[test]
fn field_retyped() {
    check("field_retyped");
}

/// AC: AC-CONTRACT-MEANING-UNKNOWN
#[test]
fn meaning_unknown() {
    check("meaning_unknown");
}

/// AC: AC-CONTRACT-OLD-VERSION-DROPPED
#[test]
fn old_version_dropped() {
    check("old_version_dropped");
}

/// AC: AC-CONTRACT-OPENAPI-OPERATION-REMOVED
#[test]
fn openapi_operation_removed() {
    check("openapi_operation_removed");
}

/// AC: AC-CONTRACT-OPENAPI-PARAMETER-CHANGED
#[test]
fn openapi_parameter_changed() {
    check("openapi_parameter_changed");
}

/// AC: AC-CONTRACT-OPENAPI-PARAMETER-REQUIRED
#[test]
fn openapi_parameter_required() {
    check("openapi_parameter_required");
}

/// AC: AC-CONTRACT-OPENAPI-REQUEST-CHANGED
#[test]
fn openapi_request_changed() {
    check("openapi_request_changed");
}

/// AC: AC-CONTRACT-OPENAPI-RESPONSE-CHANGED
#[test]
fn openapi_response_changed() {
    check("openapi_response_changed");
}

/// AC: AC-CONTRACT-OPENAPI-SECURITY-CHANGED
#[test]
fn openapi_security_changed() {
    check("openapi_security_changed");
}

/// AC: AC-CONTRACT-OPENAPI-UNKNOWN
#[test]
fn openapi_unknown() {
    check("openapi_unknown");
}

/// AC: AC-CONTRACT-PERMISSION-MISSING
#[test]
fn permission_missing() {
    check("permission_missing");
}

/// AC: AC-CONTRACT-PERMISSION-TOO-WIDE
#[test]
fn permission_too_wide() {
    check("permission_too_wide");
}

/// AC: AC-CONTRACT-PERSISTED-WITHOUT-MIGRATION
#[test]
fn persisted_without_migration() {
    check("persisted_without_migration");
}

/// AC: AC-CONTRACT-PROTO-CARDINALITY-CHANGED
#[test]
fn proto_cardinality_changed() {
    check("proto_cardinality_changed");
}

/// AC: AC-CONTRACT-PROTO-ENUM-VALUE-REMOVED
#[test]
fn proto_enum_value_removed() {
    check("proto_enum_value_removed");
}

/// AC: AC-CONTRACT-PROTO-ENUM-VALUE-RENAMED
#[test]
fn proto_enum_value_renamed() {
    check("proto_enum_value_renamed");
}

/// AC: AC-CONTRACT-PROTO-FIELD-REMOVED
#[test]
fn proto_field_removed() {
    check("proto_field_removed");
}

/// AC: AC-CONTRACT-PROTO-FIELD-RENAMED
#[test]
fn proto_field_renamed() {
    check("proto_field_renamed");
}

/// AC: AC-CONTRACT-PROTO-FIELD-RETYPED
#[test]
fn proto_field_retyped() {
    check("proto_field_retyped");
}

/// AC: AC-CONTRACT-PROTO-ITEM-REMOVED
#[test]
fn proto_item_removed() {
    check("proto_item_removed");
}

/// AC: AC-CONTRACT-PROTO-METHOD-CHANGED
#[test]
fn proto_method_changed() {
    check("proto_method_changed");
}

/// AC: AC-CONTRACT-PROTO-ONEOF-CHANGED
#[test]
fn proto_oneof_changed() {
    check("proto_oneof_changed");
}

/// AC: AC-CONTRACT-PROTO-OPTION-CHANGED
#[test]
fn proto_option_changed() {
    check("proto_option_changed");
}

/// AC: AC-CONTRACT-PROTO-PACKAGE-CHANGED
#[test]
fn proto_package_changed() {
    check("proto_package_changed");
}

/// AC: AC-CONTRACT-PROTO-RESERVATION-REMOVED
#[test]
fn proto_reservation_removed() {
    check("proto_reservation_removed");
}

/// AC: AC-CONTRACT-QUEUE-GROUP-CHANGED
#[test]
fn queue_group_changed() {
    check("queue_group_changed");
}

/// AC: AC-CONTRACT-REMOVAL-OVERDUE
#[test]
fn removal_overdue() {
    check("removal_overdue");
}

/// AC: AC-CONTRACT-REMOVED-TOO-EARLY
#[test]
fn removed_too_early() {
    check("removed_too_early");
}

/// AC: AC-CONTRACT-REPRESENTATION-CHANGED
#[test]
fn representation_changed() {
    check("representation_changed");
}

/// AC: AC-CONTRACT-RESERVED-NAME-USED
#[test]
fn reserved_name_used() {
    check("reserved_name_used");
}

/// AC: AC-CONTRACT-RUST-API-BROKEN
#[test]
fn rust_api_broken() {
    check("rust_api_broken");
}

/// AC: AC-CONTRACT-SAMPLE-REJECTED
#[test]
fn sample_rejected() {
    check("sample_rejected");
}

/// AC: AC-CONTRACT-SCHEMA-NARROWED
#[test]
fn schema_narrowed() {
    check("schema_narrowed");
}

/// AC: AC-CONTRACT-SCHEMA-PROPERTY-DROPPED
#[test]
fn schema_property_dropped() {
    check("schema_property_dropped");
}

/// AC: AC-CONTRACT-SCHEMA-UNKNOWN
#[test]
fn schema_unknown() {
    check("schema_unknown");
}

/// AC: AC-CONTRACT-SCHEMA-WIDENED
#[test]
fn schema_widened() {
    check("schema_widened");
}

/// AC: AC-CONTRACT-SEVERAL-PUBLISHERS
#[test]
fn several_publishers() {
    check("several_publishers");
}

/// AC: AC-CONTRACT-STORAGE-ABANDONED
#[test]
fn storage_abandoned() {
    check("storage_abandoned");
}

/// AC: AC-CONTRACT-STREAM-WITHOUT-LIMITS
#[test]
fn stream_without_limits() {
    check("stream_without_limits");
}

/// AC: AC-CONTRACT-STREAMS-OVERLAP
#[test]
fn streams_overlap() {
    check("streams_overlap");
}

/// AC: AC-CONTRACT-SUBJECT-NARROWED
#[test]
fn subject_narrowed() {
    check("subject_narrowed");
}

/// AC: AC-CONTRACT-SUBJECT-RENAMED
#[test]
fn subject_renamed() {
    check("subject_renamed");
}

/// AC: AC-CONTRACT-SUBJECT-UNDECLARED
#[test]
fn subject_undeclared() {
    check("subject_undeclared");
}

/// AC: AC-CONTRACT-SUBJECT-UNUSED
#[test]
fn subject_unused() {
    check("subject_unused");
}

/// AC: AC-CONTRACT-SUBJECT-WITHOUT-STREAM
#[test]
fn subject_without_stream() {
    check("subject_without_stream");
}

/// AC: AC-CONTRACT-TYPE-REMOVED
#[test]
fn type_removed() {
    check("type_removed");
}

/// AC: AC-CONTRACT-UNREADABLE-BY-ITSELF
#[test]
fn unreadable_by_itself() {
    check("unreadable_by_itself");
}

/// AC: AC-CONTRACT-VALUE-LOST
#[test]
fn value_lost() {
    check("value_lost");
}

/// AC: AC-CONTRACT-VARIANT-ADDED
#[test]
fn variant_added() {
    check("variant_added");
}

/// AC: AC-CONTRACT-VARIANT-REMOVED
#[test]
fn variant_removed() {
    check("variant_removed");
}

/// AC: AC-CONTRACT-VARIANT-RENAMED
#[test]
fn variant_renamed() {
    check("variant_renamed");
}

/// AC: AC-CONTRACT-VERSION-BUMP-TOO-SMALL
#[test]
fn version_bump_too_small() {
    check("version_bump_too_small");
}

/// AC: AC-CONTRACT-WASM-EXPORT-CHANGED
#[test]
fn wasm_export_changed() {
    check("wasm_export_changed");
}

/// AC: AC-CONTRACT-WASM-IMPORT-CHANGED
#[test]
fn wasm_import_changed() {
    check("wasm_import_changed");
}

/// AC: AC-CONTRACT-WASM-IMPORT-NOT-ALLOWED
#[test]
fn wasm_import_not_allowed() {
    check("wasm_import_not_allowed");
}

/// AC: AC-CONTRACT-WASM-START-ADDED
#[test]
fn wasm_start_added() {
    check("wasm_start_added");
}

/// AC: AC-CONTRACT-WIRE-SHAPE-UNKNOWN
#[test]
fn wire_shape_unknown() {
    check("wire_shape_unknown");
}

/// AC: AC-CONTRACT-WIT-EXPORT-CHANGED
#[test]
fn wit_export_changed() {
    check("wit_export_changed");
}

/// AC: AC-CONTRACT-WIT-IMPORT-CHANGED
#[test]
fn wit_import_changed() {
    check("wit_import_changed");
}

/// AC: AC-CONTRACT-WIT-TYPE-CHANGED
#[test]
fn wit_type_changed() {
    check("wit_type_changed");
}

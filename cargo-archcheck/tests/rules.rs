//! Each rule over its fixtures, `testdata/archcheck/<rule>`: in `fail` it finds what comments ask for, shows it as `expected.txt`
//! has it, and without it all is green; in `pass` it looks at something and is content.

use std::path::Path;

fn folder() -> &'static Path {
    Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../testdata/archcheck"
    ))
}

fn check(rule: &str) {
    govern_testing::check_rule(&cargo_archcheck::GATE, folder(), rule);
}

#[test]
fn every_rule_has_a_folder() {
    govern_testing::check_folders(&cargo_archcheck::GATE, folder());
}

/// AC: AC-ARCH-ADAPTER-WITHOUT-PORT
#[test]
fn adapter_without_port() {
    check("adapter_without_port");
}

/// AC: AC-ARCH-CFG-IN-CORE
#[test]
fn cfg_in_core() {
    check("cfg_in_core");
}

/// AC: AC-ARCH-CUSTOM-RULE
#[test]
fn custom_rule() {
    check("custom_rule");
}

/// AC: AC-ARCH-DEPENDENCY-CYCLE
#[test]
fn dependency_cycle() {
    check("dependency_cycle");
}

/// AC: AC-ARCH-ENVIRONMENT-OUTSIDE-ENTRYPOINT
#[test]
fn environment_outside_entrypoint() {
    check("environment_outside_entrypoint");
}

/// AC: AC-ARCH-EXPOSED-ADAPTER
#[test]
fn exposed_adapter() {
    check("exposed_adapter");
}

/// AC: AC-ARCH-FAT-PORT
#[test]
fn fat_port() {
    check("fat_port");
}

/// AC: AC-ARCH-FORBIDDEN-DEPENDENCY
#[test]
fn forbidden_dependency() {
    check("forbidden_dependency");
}

/// AC: AC-ARCH-FOREIGN-TYPE-IN-DOMAIN
#[test]
fn foreign_type_in_domain() {
    check("foreign_type_in_domain");
}

/// AC: AC-ARCH-FOREIGN-TYPE-IN-PORT
#[test]
fn foreign_type_in_port() {
    check("foreign_type_in_port");
}

/// AC: AC-ARCH-IMPURE-DOMAIN
#[test]
fn impure_domain() {
    check("impure_domain");
}

/// AC: AC-ARCH-LAYER-VIOLATION
#[test]
fn layer_violation() {
    check("layer_violation");
}

/// AC: AC-ARCH-LEAKY-ERROR
#[test]
fn leaky_error() {
    check("leaky_error");
}

/// AC: AC-ARCH-LIBRARY-WITH-ENTRY
#[test]
fn library_with_entry() {
    check("library_with_entry");
}

/// AC: AC-ARCH-MISPLACED-ITEM
#[test]
fn misplaced_item() {
    check("misplaced_item");
}

/// AC: AC-ARCH-MISSING-FILE
#[test]
fn missing_file() {
    check("missing_file");
}

/// AC: AC-ARCH-NATIVE-CODE-IN-GUEST
#[test]
fn native_code_in_guest() {
    check("native_code_in_guest");
}

/// AC: AC-ARCH-ORPHAN-MODULE
#[test]
fn orphan_module() {
    check("orphan_module");
}

/// AC: AC-ARCH-PORT-NOT-OBJECT-SAFE
#[test]
fn port_not_object_safe() {
    check("port_not_object_safe");
}

/// AC: AC-ARCH-PORT-NOT-SEND-SYNC
#[test]
fn port_not_send_sync() {
    check("port_not_send_sync");
}

/// AC: AC-ARCH-PORT-WITH-IMPLEMENTATION
#[test]
fn port_with_implementation() {
    check("port_with_implementation");
}

/// AC: AC-ARCH-PORT-WITHOUT-ADAPTER
#[test]
fn port_without_adapter() {
    check("port_without_adapter");
}

/// AC: AC-ARCH-PRIVATE-MODULE-USED
#[test]
fn private_module_used() {
    check("private_module_used");
}

/// AC: AC-ARCH-RUNTIME-OUTSIDE-ENTRYPOINT
#[test]
fn runtime_outside_entrypoint() {
    check("runtime_outside_entrypoint");
}

/// AC: AC-ARCH-SERIALIZATION-IN-CORE
#[test]
fn serialization_in_core() {
    check("serialization_in_core");
}

/// AC: AC-ARCH-SIBLING-DEPENDENCY
#[test]
fn sibling_dependency() {
    check("sibling_dependency");
}

/// AC: AC-ARCH-STRAY-PORT
#[test]
fn stray_port() {
    check("stray_port");
}

/// AC: AC-ARCH-TEST-DOUBLE-IN-PRODUCTION
#[test]
fn test_double_in_production() {
    check("test_double_in_production");
}

/// AC: AC-ARCH-THICK-HANDLER
#[test]
fn thick_handler() {
    check("thick_handler");
}

/// AC: AC-ARCH-UNCLASSIFIED-COMPONENT
#[test]
fn unclassified_component() {
    check("unclassified_component");
}

/// AC: AC-ARCH-UNRESOLVED-NAME
#[test]
fn unresolved_name() {
    check("unresolved_name");
}

/// AC: AC-ARCH-WIRING-OUTSIDE-ENTRYPOINT
#[test]
fn wiring_outside_entrypoint() {
    check("wiring_outside_entrypoint");
}

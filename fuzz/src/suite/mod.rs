//! Readers of the suite, by the names of their targets.

mod gates;
mod outputs;
mod rust;
mod texts;

/// The name of a target, and what it does with an input: it panics if what must hold does not.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) static TARGETS: &[Target] = &[
    // Rust, and what is looked for in it.
    ("facts", rust::facts),
    ("expressions", rust::expressions),
    ("build_script", rust::build_script),
    ("macro_rules", rust::macro_rules),
    ("pattern", rust::pattern),
    // Texts that a function reads.
    ("yaml", texts::yaml),
    ("feature", texts::feature),
    ("ledger", texts::ledger),
    ("results", texts::results),
    ("markdown", texts::markdown),
    ("shell", texts::shell),
    ("secrets", texts::secrets),
    ("documents", texts::documents),
    ("rego", texts::rego),
    // What programs that were asked wrote.
    ("program_output", outputs::program_output),
    // What is remembered.
    ("caches", outputs::caches),
    // Files of a workspace that all else is in, by the gates that read them.
    ("wire_source", gates::wire_source),
    ("subject_source", gates::subject_source),
    ("step_source", gates::step_source),
    ("config", gates::config),
    ("manifest", gates::manifest),
    ("lock_file", gates::lock_file),
    ("baseline", gates::baseline),
    ("waiver", gates::waiver),
    ("ledger_file", gates::ledger_file),
    ("feature_file", gates::feature_file),
    ("results_file", gates::results_file),
    ("review_lock", gates::review_lock),
    ("decision", gates::decision),
    ("commit_message", gates::commit_message),
    ("workflow", gates::workflow),
    ("document", gates::document),
    ("bundle", gates::bundle),
    ("json_schema", gates::json_schema),
    ("proto", gates::proto),
    ("wit", gates::wit),
    ("wasm", gates::wasm),
    ("openapi", gates::openapi),
    ("asyncapi", gates::asyncapi),
    ("contract_manifest", gates::contract_manifest),
    ("contract_consumer", gates::contract_consumer),
    ("accepted_contract", gates::accepted_contract),
    ("golden_sample", gates::golden_sample),
    ("error_codes", gates::error_codes),
    ("nats_conf", gates::nats_conf),
    ("streams", gates::streams),
    ("policy", gates::policy),
    ("policy_data", gates::policy_data),
    ("agent_files", gates::agent_files),
];

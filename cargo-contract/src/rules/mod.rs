//! The rules, one in each file. Which one a change falls under, the comparison decides; a rule says what it means.

mod asyncapi_channel_changed;
mod asyncapi_message_changed;
mod asyncapi_operation_removed;
mod asyncapi_unknown;
mod broken_without_new_version;
mod changelog_entry_missing;
mod cli_argument_changed;
mod cli_argument_reassigned;
mod cli_argument_removed;
mod cli_argument_required;
mod cli_command_removed;
mod cli_shape_unknown;
mod cli_value_removed;
mod consumer_broken;
mod contract_item_not_found;
mod contract_not_accepted;
mod contract_removed;
mod contract_undeclared;
mod dedup_window_too_short;
mod deprecated_without_replacement;
mod durable_renamed;
mod error_code_redefined;
mod error_code_removed;
mod error_code_reused;
mod error_code_undeclared;
mod error_code_unused;
mod event_loop;
mod field_added;
mod field_presence_changed;
mod field_removed;
mod field_renamed;
mod field_retyped;
mod meaning_unknown;
mod old_version_dropped;
mod openapi_operation_removed;
mod openapi_parameter_changed;
mod openapi_parameter_required;
mod openapi_request_changed;
mod openapi_response_changed;
mod openapi_security_changed;
mod openapi_unknown;
mod permission_missing;
mod permission_too_wide;
mod persisted_without_migration;
mod proto_cardinality_changed;
mod proto_enum_value_removed;
mod proto_enum_value_renamed;
mod proto_field_removed;
mod proto_field_renamed;
mod proto_field_retyped;
mod proto_item_removed;
mod proto_method_changed;
mod proto_oneof_changed;
mod proto_option_changed;
mod proto_package_changed;
mod proto_reservation_removed;
mod queue_group_changed;
mod removal_overdue;
mod removed_too_early;
mod representation_changed;
mod reserved_name_used;
mod rust_api_broken;
mod sample_rejected;
mod schema_narrowed;
mod schema_property_dropped;
mod schema_unknown;
mod schema_widened;
mod several_publishers;
mod storage_abandoned;
mod stream_without_limits;
mod streams_overlap;
mod subject_narrowed;
mod subject_renamed;
mod subject_undeclared;
mod subject_unused;
mod subject_without_stream;
mod type_removed;
mod unreadable_by_itself;
mod value_lost;
mod variant_added;
mod variant_removed;
mod variant_renamed;
mod version_bump_too_small;
mod wasm_export_changed;
mod wasm_import_changed;
mod wasm_import_not_allowed;
mod wasm_start_added;
mod wire_shape_unknown;
mod wit_export_changed;
mod wit_import_changed;
mod wit_type_changed;

use govern_gate::{Findings, Rule};

use crate::changes::{Break, Meets, shortened};
use crate::compat::Verdict;
use crate::contracts::Contracts;
use crate::errors::ERRORS;
use crate::lifecycle::Lifecycle;
use crate::manifest::MANIFEST;

/// All rules, sorted by name.
pub(crate) static RULES: &[&Rule<Contracts>] = &[
    &asyncapi_channel_changed::RULE,
    &asyncapi_message_changed::RULE,
    &asyncapi_operation_removed::RULE,
    &asyncapi_unknown::RULE,
    &broken_without_new_version::RULE,
    &changelog_entry_missing::RULE,
    &cli_argument_changed::RULE,
    &cli_argument_reassigned::RULE,
    &cli_argument_removed::RULE,
    &cli_argument_required::RULE,
    &cli_command_removed::RULE,
    &cli_shape_unknown::RULE,
    &cli_value_removed::RULE,
    &consumer_broken::RULE,
    &contract_item_not_found::RULE,
    &contract_not_accepted::RULE,
    &contract_removed::RULE,
    &contract_undeclared::RULE,
    &dedup_window_too_short::RULE,
    &deprecated_without_replacement::RULE,
    &durable_renamed::RULE,
    &error_code_redefined::RULE,
    &error_code_removed::RULE,
    &error_code_reused::RULE,
    &error_code_undeclared::RULE,
    &error_code_unused::RULE,
    &event_loop::RULE,
    &field_added::RULE,
    &field_presence_changed::RULE,
    &field_removed::RULE,
    &field_renamed::RULE,
    &field_retyped::RULE,
    &meaning_unknown::RULE,
    &old_version_dropped::RULE,
    &openapi_operation_removed::RULE,
    &openapi_parameter_changed::RULE,
    &openapi_parameter_required::RULE,
    &openapi_request_changed::RULE,
    &openapi_response_changed::RULE,
    &openapi_security_changed::RULE,
    &openapi_unknown::RULE,
    &permission_missing::RULE,
    &permission_too_wide::RULE,
    &persisted_without_migration::RULE,
    &proto_cardinality_changed::RULE,
    &proto_enum_value_removed::RULE,
    &proto_enum_value_renamed::RULE,
    &proto_field_removed::RULE,
    &proto_field_renamed::RULE,
    &proto_field_retyped::RULE,
    &proto_item_removed::RULE,
    &proto_method_changed::RULE,
    &proto_oneof_changed::RULE,
    &proto_option_changed::RULE,
    &proto_package_changed::RULE,
    &proto_reservation_removed::RULE,
    &queue_group_changed::RULE,
    &removal_overdue::RULE,
    &removed_too_early::RULE,
    &representation_changed::RULE,
    &reserved_name_used::RULE,
    &rust_api_broken::RULE,
    &sample_rejected::RULE,
    &schema_narrowed::RULE,
    &schema_property_dropped::RULE,
    &schema_unknown::RULE,
    &schema_widened::RULE,
    &several_publishers::RULE,
    &storage_abandoned::RULE,
    &stream_without_limits::RULE,
    &streams_overlap::RULE,
    &subject_narrowed::RULE,
    &subject_renamed::RULE,
    &subject_undeclared::RULE,
    &subject_unused::RULE,
    &subject_without_stream::RULE,
    &type_removed::RULE,
    &unreadable_by_itself::RULE,
    &value_lost::RULE,
    &variant_added::RULE,
    &variant_removed::RULE,
    &variant_renamed::RULE,
    &version_bump_too_small::RULE,
    &wasm_export_changed::RULE,
    &wasm_import_changed::RULE,
    &wasm_import_not_allowed::RULE,
    &wasm_start_added::RULE,
    &wire_shape_unknown::RULE,
    &wit_export_changed::RULE,
    &wit_import_changed::RULE,
    &wit_type_changed::RULE,
];

/// Reports the changes that fall under one rule.
fn report(
    contracts: &Contracts,
    rule: &'static str,
    what: &str,
    help: &str,
    findings: &mut Findings,
) {
    if contracts.compared == 0 {
        if let Some(reason) = &contracts.idle {
            findings.idle(reason);
        }
        return;
    }
    findings.checked(contracts.compared);
    for change in contracts
        .findings
        .iter()
        .filter(|change| change.rule == rule)
    {
        let finding = findings
            .report(
                change.span,
                key(change),
                format!("`{}`: {what}", change.place),
            )
            .label(label(change))
            .note(format!("{}: {}", meets(change), shortened(&change.detail)))
            .help(help);
        if let Some(witness) = &change.witness {
            finding.note(format!("for example `{}`", shortened(witness)));
        }
        if !change.also.is_empty() {
            const SHOWN: usize = 12;
            let shown = &change.also[..change.also.len().min(SHOWN)];
            let mut note = format!("and with it `{}`", shown.join("`, `"));
            if change.also.len() > SHOWN {
                note.push_str(&format!(", and {} more", change.also.len() - SHOWN));
            }
            finding.note(note);
        }
        if let Some(published) = change.published {
            finding.related(published, "as it was published");
        }
    }
}

/// Whether there is no contract to look at, which is said.
fn no_contracts(lifecycle: &Lifecycle, findings: &mut Findings) -> bool {
    let is_empty = lifecycle.present().next().is_none();
    if is_empty {
        findings.idle(match lifecycle.states.is_empty() {
            true => format!("no contract is declared in {MANIFEST} or under `[contract]`"),
            false => "all contracts are removed".to_owned(),
        });
    }
    is_empty
}

/// Why rules about error codes have nothing to look at.
fn no_registries() -> String {
    format!("there is no registry of error codes in {ERRORS}")
}

/// The identity of a change: the type, the place, and who meets what.
fn key(change: &Break) -> String {
    let meets = match change.meets {
        Meets::OldDocuments => "reads old",
        Meets::NewDocuments => "read by old",
        Meets::Itself => "reads itself",
    };
    format!("{} {} {meets}", change.contract, change.place)
}

fn label(change: &Break) -> &'static str {
    match (change.rule, change.verdict) {
        ("type_removed", _) => "was here",
        (_, Verdict::Breaks) => "breaks",
        (_, Verdict::Lossy) => "loses values",
        (_, Verdict::Unknown | Verdict::Ok) => "cannot be told",
    }
}

fn meets(change: &Break) -> String {
    let published = &change.against;
    let direction = change.direction.as_str();
    match change.meets {
        Meets::OldDocuments => {
            format!("the new version reads documents of {published} (it {direction})")
        }
        Meets::NewDocuments => {
            format!("{published} reads documents of the new version (it {direction})")
        }
        Meets::Itself => "the new version reads its own documents".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "a test reads the folder of the rules"
    )]
    fn every_file_is_a_rule_of_its_name_and_the_list_is_sorted() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
        let entries = std::fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = names
            .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
            .collect();
        files.retain(|name| name != "mod");
        files.sort();
        let rules: Vec<&str> = RULES.iter().map(|rule| rule.info.name).collect();
        assert_eq!(rules, files);
    }
}

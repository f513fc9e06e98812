//! Witnesses of wire types, by serde: the types of the fixtures are compiled, and read and write what the findings show.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::Case;

macro_rules! fixtures {
    ($($rule:literal $ty:ident: $old:ident $old_path:literal, $new:ident $new_path:literal;)*) => {
        $(
            #[path = $old_path]
            #[expect(unreachable_pub, reason = "it is a library of its own")]
            mod $old;
            #[path = $new_path]
            #[expect(unreachable_pub, reason = "it is a library of its own")]
            mod $new;
        )*

        /// What the published and the new type of a fixture make of a document.
        fn both(rule: &str) -> Option<[fn(&str) -> Option<Value>; 2]> {
            match rule {
                $($rule => Some([echo::<$old::$ty>, echo::<$new::$ty>]),)*
                _ => None,
            }
        }
    };
}

fixtures! {
    "field_added" Placed: field_added_old "../../../testdata/contract/field_added/fail/published/src/lib.rs", field_added "../../../testdata/contract/field_added/fail/src/lib.rs";
    "field_presence_changed" Placed: field_presence_changed_old "../../../testdata/contract/field_presence_changed/fail/published/src/lib.rs", field_presence_changed "../../../testdata/contract/field_presence_changed/fail/src/lib.rs";
    "field_removed" Placed: field_removed_old "../../../testdata/contract/field_removed/fail/published/src/lib.rs", field_removed "../../../testdata/contract/field_removed/fail/src/lib.rs";
    "field_renamed" Placed: field_renamed_old "../../../testdata/contract/field_renamed/fail/published/src/lib.rs", field_renamed "../../../testdata/contract/field_renamed/fail/src/lib.rs";
    "field_retyped" Placed: field_retyped_old "../../../testdata/contract/field_retyped/fail/published/src/lib.rs", field_retyped "../../../testdata/contract/field_retyped/fail/src/lib.rs";
    "representation_changed" Event: representation_changed_old "../../../testdata/contract/representation_changed/fail/published/src/lib.rs", representation_changed "../../../testdata/contract/representation_changed/fail/src/lib.rs";
    "unreadable_by_itself" Placed: unreadable_by_itself_old "../../../testdata/contract/unreadable_by_itself/fail/published/src/lib.rs", unreadable_by_itself "../../../testdata/contract/unreadable_by_itself/fail/src/lib.rs";
    "value_lost" Placed: value_lost_old "../../../testdata/contract/value_lost/fail/published/src/lib.rs", value_lost "../../../testdata/contract/value_lost/fail/src/lib.rs";
    "variant_added" Event: variant_added_old "../../../testdata/contract/variant_added/fail/published/src/lib.rs", variant_added "../../../testdata/contract/variant_added/fail/src/lib.rs";
    "variant_removed" Event: variant_removed_old "../../../testdata/contract/variant_removed/fail/published/src/lib.rs", variant_removed "../../../testdata/contract/variant_removed/fail/src/lib.rs";
    "variant_renamed" Event: variant_renamed_old "../../../testdata/contract/variant_renamed/fail/published/src/lib.rs", variant_renamed "../../../testdata/contract/variant_renamed/fail/src/lib.rs";
}

/// Formatting leaves alone what a macro names: fixtures ask for findings at columns.
macro_rules! fixture {
    ($name:ident $path:literal) => {
        #[path = $path]
        #[expect(unreachable_pub, reason = "it is a library of its own")]
        mod $name;
    };
}

fixture!(persisted_without_migration "../../../testdata/contract/persisted_without_migration/fail/src/lib.rs");

/// What a type writes of a document that it read; none if it cannot read it.
fn echo<T: Serialize + DeserializeOwned>(text: &str) -> Option<Value> {
    let read: T = serde_json::from_str(text).ok()?;
    serde_json::to_value(read).ok()
}

/// That one side writes the witness, and the other does not read it, or loses something of it.
pub(crate) fn wire(rule: &str, case: &Case) -> Result<(), String> {
    let [old, new] = both(rule).ok_or("there is no such fixture")?;
    let (writer, reader) = if case.says("reads documents of the new version") {
        (new, old)
    } else if case.says("the new version reads its own documents") {
        // What it writes it cannot read: the document is one of the published type by another name.
        return case.is_so(new(&case.witness).is_none() && new("{\"id\":1,\"total\":1}").is_some());
    } else {
        (old, new)
    };
    let document: Value = serde_json::from_str(&case.witness).map_err(|it| it.to_string())?;
    if writer(&case.witness).as_ref() != Some(&document) {
        return Err(format!("nobody writes `{}`", case.witness));
    }
    case.is_so(reader(&case.witness).as_ref() != Some(&document))
}

/// The same of what was stored.
pub(crate) fn stored(_: &str, case: &Case) -> Result<(), String> {
    use persisted_without_migration::{Placed, PlacedV2};
    let (was, is) = (
        echo::<Placed>(&case.witness),
        echo::<PlacedV2>(&case.witness),
    );
    case.is_so(was.is_some() && is.is_none())
}

//! Accepted models compare as the source that they come from does: each version of each family, written and read again.

#[path = "oracle/families.rs"]
mod families;

use std::path::Path;

use cargo_contract::accepted::{same, written_and_read};
use cargo_contract::compat::compare;
use cargo_contract::diff::{formats, wire_of};

#[test]
fn a_model_that_was_written_and_read_compares_as_it_did() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/versions");
    let (mut models, mut pairs) = (0, 0);
    for family in families::all(&directory) {
        for format in &family.formats {
            let format = formats(format).unwrap()[0];
            let wires: Vec<_> = family
                .versions
                .iter()
                .map(|version| wire_of(&version.text, &family.root, format.is_readable()).unwrap())
                .collect();
            for (index, wire) in wires.iter().enumerate() {
                let read = written_and_read(wire).unwrap();
                let name = &family.versions[index].name;
                assert!(same(wire, &read), "{} {name}", family.name);
                models += 1;
                // Itself, and the next one, in both roles.
                for other in [wire, &wires[(index + 1) % wires.len()]] {
                    let told = compare(wire, other, format);
                    assert_eq!(
                        compare(&read, other, format),
                        told,
                        "{} {name} as the old one",
                        family.name
                    );
                    let told = compare(other, wire, format);
                    assert_eq!(
                        compare(other, &read, format),
                        told,
                        "{} {name} as the new one",
                        family.name
                    );
                    pairs += 2;
                }
            }
        }
    }
    assert!(
        models > 300 && pairs > 1200,
        "{models} models, {pairs} pairs"
    );
}

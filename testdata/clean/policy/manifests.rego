# METADATA
# scope: package
# custom:
#   files: ["crates/*/Cargo.toml"]
package manifests

import data.shared

# METADATA
# title: what all members share is said once
deny_own contains result if {
	some key in shared.keys
	value := input.package[key]
	not value.workspace
	result := {
		"msg": sprintf("`%s` says its own `%s`", [input.package.name, key]),
		"path": ["package", key],
		"help": sprintf("`%s.workspace = true`", [key]),
	}
}

warn_publish contains msg if {
	input.package.publish == true
	msg := sprintf("`%s` may be published anywhere", [input.package.name])
}

# METADATA
# title: Manifests of members
# scope: package
# custom:
#   files: ["cargo-*/Cargo.toml", "crates/*/Cargo.toml", "sample-service/*/Cargo.toml"]
package manifests

# METADATA
# title: what all members share is said once, at the root
deny_own contains result if {
	some key in ["version", "edition", "rust-version", "license", "authors"]
	not input.package[key].workspace
	result := {
		"msg": sprintf("`%s` does not take `%s` from the workspace", [input.package.name, key]),
		"path": ["package", key],
		"help": sprintf("`%s.workspace = true`", [key]),
	}
}

# METADATA
# title: lints that one member leaves out are no lints of the project
deny_lints contains result if {
	not input.lints.workspace
	result := {
		"msg": sprintf("`%s` does not take the lints of the workspace", [input.package.name]),
		"path": ["lints"],
		"help": "add `[lints]` with `workspace = true`",
	}
}

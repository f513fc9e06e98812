# METADATA
# scope: package
# custom:
#   files: ["deploy/*.toml"]
#   parser: toml
package limits

warn contains msg if {
	input.limits.memory > 512
	msg := sprintf("%d MiB are more than an edge node has", [input.limits.memory])
}

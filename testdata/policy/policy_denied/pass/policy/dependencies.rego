# METADATA
# scope: package
# custom:
#   input: workspace
package dependencies

import data.forbidden

deny contains result if {
	some i, member in input.packages
	some j, dependency in member.dependencies
	dependency.package in forbidden.packages
	result := {
		"msg": sprintf("`%s` depends on `%s`", [member.name, dependency.package]),
		"path": ["packages", i, "dependencies", j],
	}
}

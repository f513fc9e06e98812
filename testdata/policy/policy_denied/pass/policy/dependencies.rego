# METADATA
# scope: package
# custom:
#   input: workspace
package dependencies

import data.forbidden

deny contains result if {
	some i, package in input.packages
	some j, dependency in package.dependencies
	dependency.package in forbidden.packages
	result := {
		"msg": sprintf("`%s` depends on `%s`", [package.name, dependency.package]),
		"path": ["packages", i, "dependencies", j],
	}
}

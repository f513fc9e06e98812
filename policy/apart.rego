# METADATA
# title: The suite and the sample service
# scope: package
# custom:
#   input: workspace
package apart

is_sample(directory) if startswith(directory, "sample-service/")

# METADATA
# title: the sample is what the suite is shown on, not a part of it
deny contains result if {
	some i, from in input.packages
	some j, dependency in from.dependencies
	some to in input.packages
	to.name == dependency.package
	is_apart(from.directory, to.directory)
	result := {
		"msg": sprintf("`%s` depends on `%s`", [from.name, to.name]),
		"path": ["packages", i, "dependencies", j],
		"help": "what both need is a crate of its own",
	}
}

is_apart(a, b) if {
	is_sample(a)
	not is_sample(b)
}

is_apart(a, b) if {
	is_sample(b)
	not is_sample(a)
}

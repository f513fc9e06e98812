# METADATA
# scope: package
# custom:
#   files: ["deploy/*.yml"]
# #        ^^^^^^^^^^^^^^^^ policy_without_input: `deploy` looks at `deploy/*.yml`, and that is nothing
package deploy

# METADATA
# title: what is deployed is what was tested
deny_latest contains result if {
	some i, container in input.spec.containers
	endswith(container.image, ":latest")
	result := {
		"msg": sprintf("`%s` is another image tomorrow", [container.image]),
		"path": ["spec", "containers", i, "image"],
		"help": "name the version that was tested",
	}
}

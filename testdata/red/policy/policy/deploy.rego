# METADATA
# scope: package
# custom:
#   files: ["deploy/*.yaml"]
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

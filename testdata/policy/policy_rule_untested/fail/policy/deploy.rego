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

deny_privileged contains msg if {
# <- policy_rule_untested: no file to try policies on breaks `deploy.deny_privileged`
	input.spec.privileged
	msg := "it may do anything"
}

deny_host contains msg if {
# <- policy_rule_untested: a file breaks `deploy.deny_host`, and nothing beside it shows what is good
	input.spec.hostNetwork
	msg := "it is on the network of its host"
}

# METADATA
# title: What runs in a cluster
# scope: package
# custom:
#   files: ["sample-service/deploy/*.yaml"]
package deployment

import data.deployment.limits

workload := input.spec.template.spec if input.kind in {"Deployment", "StatefulSet", "DaemonSet"}

at(i, key) := ["spec", "template", "spec", "containers", i, key]

# METADATA
# title: what runs is what was tested
deny_image contains result if {
	some i, container in workload.containers
	not is_pinned(container.image)
	result := {
		"msg": sprintf("`%s` names no version", [container.image]),
		"path": at(i, "image"),
		"help": "name a version, or a digest: `@sha256:…`",
	}
}

# METADATA
# title: one container that takes all memory takes the node with it
deny_limits contains result if {
	some i, container in workload.containers
	some resource in ["cpu", "memory"]
	not container.resources.limits[resource]
	result := {
		"msg": sprintf("`%s` may take all %s of its node", [container.name, resource]),
		"path": at(i, "resources"),
		"help": sprintf("set `resources.limits.%s`", [resource]),
	}
}

# METADATA
# title: an edge node has little
deny_memory contains result if {
	some i, container in workload.containers
	bytes := units.parse_bytes(container.resources.limits.memory)
	bytes > units.parse_bytes(limits.memory)
	result := {
		"msg": sprintf("`%s` may take %s, and a node has %s for it", [container.name, container.resources.limits.memory, limits.memory]),
		"path": array.concat(at(i, "resources"), ["limits", "memory"]),
	}
}

# METADATA
# title: who breaks out of a container is root only if it was
deny_root contains result if {
	some i, container in workload.containers
	not container.securityContext.runAsNonRoot
	result := {
		"msg": sprintf("`%s` may run as root", [container.name]),
		"path": at(i, "securityContext"),
		"help": "set `securityContext.runAsNonRoot: true`",
	}
}

# METADATA
# title: secrets come from where secrets are kept
deny_secret contains result if {
	some i, container in workload.containers
	some j, variable in container.env
	variable.value
	is_secret(variable)
	result := {
		"msg": sprintf("the value of `%s` stands here for all to read", [variable.name]),
		"path": array.concat(at(i, "env"), [j, "value"]),
		"help": "take it from a secret: `valueFrom.secretKeyRef`",
	}
}

# METADATA
# title: what asks for nothing gets a place where nothing is left
warn_requests contains result if {
	some i, container in workload.containers
	some resource in ["cpu", "memory"]
	not container.resources.requests[resource]
	result := {
		"msg": sprintf("`%s` does not say how much %s it needs", [container.name, resource]),
		"path": at(i, "resources"),
	}
}

is_secret(variable) if regex.match(`(?i)(password|secret|token|credential)`, variable.name)

is_secret(variable) if regex.match(`://[^/@:]+:[^/@]+@`, variable.value)

is_pinned(image) if contains(image, "@sha256:")

is_pinned(image) if {
	version := regex.find_n(`:[^:/@]+$`, image, 1)[0]
	version != ":latest"
}

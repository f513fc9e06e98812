package deployment_test

import data.deployment

workload(container) := {"kind": "Deployment", "spec": {"template": {"spec": {"containers": [container]}}}}

test_images[image] := expected == count(deployment.deny_image) if {
	some image, expected in {"a": 1, "a:latest": 1, "a:5000/b": 1, "a:1.2": 0, "a:5000/b:1": 0, "a@sha256:00": 0}
	some denied in [count(deployment.deny_image)] with input as workload({"name": "a", "image": image})
	expected == denied
}

test_other_kinds_have_no_containers if {
	count(deployment.deny_root) == 0 with input as {"kind": "Service", "spec": {}}
}

package manifests_test

import data.manifests

test_inherited_keys_are_let_be if {
	count(manifests.deny_own) == 0 with input as {"package": {"name": "a", "version": {"workspace": true}}}
}

test_own_keys_are_denied[key] := denied if {
	some key in ["version", "edition"]
	denied := count(manifests.deny_own) == 1 with input as {"package": {"name": "a", key: "1"}}
}

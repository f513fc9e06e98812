package old

deny[msg] {
	#        ^ policy_broken: `if` keyword is required before rule body
	msg := "Rego as it was"
}

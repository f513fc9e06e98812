# METADATA
# scope: package
# custom:
#   files: ["deploy/*.yaml"]
package unsafe

deny contains msg if {
	replicas < 2
	# <- policy_broken: use of undefined variable `replicas` is unsafe
	msg := "one is none"
}

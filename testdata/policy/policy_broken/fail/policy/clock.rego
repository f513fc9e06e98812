package clock

deny contains "it is too late" if {
	time.now_ns() > input.until
	# <- policy_broken: `time.now_ns` asks the clock, and a policy may not
}

# METADATA
# scope: everywhere
# #      ^^^^^^^^^^ policy_broken: a scope is `package`, `subpackages`, `rule` or `document`
again(x) := again(x)
# <- policy_broken: the function `again` calls itself

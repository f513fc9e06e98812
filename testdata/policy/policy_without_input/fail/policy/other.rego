package other
#       ^^^^^ policy_without_input: `other` looks at nothing

deny contains "x" if input.a == 1

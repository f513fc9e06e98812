package other

deny contains "x" if input.a == 1

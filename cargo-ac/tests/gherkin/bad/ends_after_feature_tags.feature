@a
# c
@b

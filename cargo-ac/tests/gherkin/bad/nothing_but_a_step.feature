Given x

Feature: f
  Scenario: s
    Given a
      """   spaced type   
     less
       more

      \"\"\" and """ inside
      ``` stays
      # stays @a |b|
      """ what follows
    Given b
	```
		tab
    spaces
	\`\`\` \"\"\"
	```
    Given c
    """"
    """"
    Given d
    """
    """
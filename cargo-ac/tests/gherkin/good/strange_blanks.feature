　Feature:　wide　
  @one @two #　comment
 Scenario: no break 
　　Given not a step
	Given a step 
 |  a  |　b |

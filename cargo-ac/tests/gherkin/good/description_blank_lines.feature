Feature: f


  a


  b


  # c

  d

  Scenario: s
    
    x
    	
    y   
    # only

    Given z

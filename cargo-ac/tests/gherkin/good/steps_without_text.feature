Feature: f
  Scenario: s
    Given 
    When  
    *  
    Then 	
    And x 

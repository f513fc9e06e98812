  @AC-IN-001
	 Feature: Indented by all sorts of blanks
　Scenario: wide
Given separators
		| a | 

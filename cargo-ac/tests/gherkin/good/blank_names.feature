Feature:
  Background:
    Given x
  Scenario:
    Given 
    When   
  Scenario Outline:
    Examples:
      ||
      ||
  Rule:

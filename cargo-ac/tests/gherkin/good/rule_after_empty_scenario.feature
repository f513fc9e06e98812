Feature: Nothing to do yet

  Scenario: to be written

  @AC-RULE-001
  Rule: The first rule
    Example: in the first rule
      Given something

  Rule: An empty rule

  @AC-RULE-002
  Rule: The last rule
    Background:

    Example: in the last rule
      Given something else

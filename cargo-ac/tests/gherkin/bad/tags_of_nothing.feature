Feature: F
  Scenario: s
    Given x
  @AC-LOST-001

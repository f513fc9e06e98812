Feature: both

  @tag
  Scenario: s
    Given x

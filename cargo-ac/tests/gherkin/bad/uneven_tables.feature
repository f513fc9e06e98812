Feature: F
  Scenario Outline: s
    Given x
      | a | b |
      | 1 |
      | 1 | 2 | 3 |
    what
    Examples:
      | a |
      | 1 | 2 |

Feature: f
  Scenario: s
    Given x
    Examples:
      | a |
    words
      | b |
  Rule: r

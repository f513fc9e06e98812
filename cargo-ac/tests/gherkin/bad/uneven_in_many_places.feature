Feature: f
  Background:
    Given x
      | a | b |
      | c |
      | d | e | f |
  Scenario: s
    Given y
      ||
      |||
    Examples:
      | a | b |
      | 1 |

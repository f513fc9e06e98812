@a b @c
Feature: f
  @d e
  Scenario: s
    Given x
    @f g
    Examples:
      | a |
  @h  @i j
  Rule: r

Feature: f
  Scenario: s
    Given x
  @a
  @b c
  @d
  Rule: r

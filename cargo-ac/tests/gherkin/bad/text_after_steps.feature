Feature: F
  Scenario: s
    Given x
    and what is this
    When y
      | a |
    nor this
  Scenario: t
    Given z

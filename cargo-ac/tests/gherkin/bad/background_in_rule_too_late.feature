Feature: f
  Rule: r
    Scenario: s
      Given x
    Background:
      Given y

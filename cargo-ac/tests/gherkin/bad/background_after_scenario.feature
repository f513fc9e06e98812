Feature: F
  Scenario: s
    Given x
  Background:
    Given y
  Rule: r
    Scenario: t
      Given z
    Background:

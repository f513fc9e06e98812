Feature: f
  Rule: r
    Scenario: s
      Given x
Feature: g
@t
Feature: h

@AC-BOM-001
Feature: with a mark
  Scenario: s
    Given x

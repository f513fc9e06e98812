Feature: F
  @AC-BG-001
  Background:
    Given x
  Scenario: s
    Given y

Feature: F
  Background:
    Given x
      """
      """
      """
      """
  Scenario: s
    Given y
      | a |
      """
      """
      | b |

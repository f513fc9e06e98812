@AC-PAY-001
Feature: Card numbers
  The rules of the shop hold.

  Scenario: numbers are digits
    Given the pattern
      | \\d+ |

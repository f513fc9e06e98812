@AC-PAY-001
Feature: Card numbers

  Scenario: numbers are digits
    Given the pattern
      | \d+ |
      # ^^^ gherkin_read_differently: for cucumber-rs, the file cannot be read

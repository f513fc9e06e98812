@AC-PAY-001
Feature: Receipts in one line

  Scenario: short receipts
    When the receipt is
      """ paid """
      # <- gherkin_read_differently: for cucumber-rs, this doc string ends too early
    Then it is short
    When the receipt is
      """ open """

@AC-PAY-001
Feature: Receipts

  Scenario: a receipt as JSON
    When the receipt is
      """json
      # <- gherkin_read_differently: for cucumber-rs, this doc string begins with a line `json`
      {}
      """

@AC-PAY-001
Feature: Refunds
  Rules of the shop hold.
  # <- gherkin_read_differently: for cucumber-rs, the file cannot be read

  Scenario: a refund
    When 5 EUR are refunded

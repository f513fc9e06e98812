@AC-PAY-001
Feature: Payment in cash

  Scenario: to be written
  # <- gherkin_read_differently: for cucumber-rs, a step `Given an order worth 5 EUR` is read where there is none

  Rule: Cash is welcome
  # <- gherkin_read_differently: for cucumber-rs, the rule "Cash is welcome" is not there

    Background:
      Given an order worth 5 EUR

    Scenario: paying in cash
      When 5 EUR are paid in cash

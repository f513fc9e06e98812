Feature: Payment

  @AC-PAY-001
  Scenario: paying by card
    Given an order worth 5 EUR
    When 5 EUR are paid by card
    Then the order is paid

  @AC-PAY-004
  Scenario: paying in two parts
    Given an order worth 5 EUR
    When 2 EUR are paid by card
    And 3 EUR are paid by card
    Then the order is paid

  @AC-PAY-002 @wip
  Scenario: paying too late
    Given an order worth 5 EUR
    When a week has passed
    Then the order is cancelled

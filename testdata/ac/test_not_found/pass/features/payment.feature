Feature: Payment

  @AC-PAY-001
  Scenario: paying by card
    Given an order worth 5 EUR
    When 5 EUR are paid by card
    Then the order is paid

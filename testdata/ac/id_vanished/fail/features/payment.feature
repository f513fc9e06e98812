Feature: Payment

  @AC-PAY-002
  Scenario: paying in two parts
    Given an order worth 5 EUR
    When 2 EUR are paid
    And 3 EUR are paid
    Then the order is paid
    And nothing is open

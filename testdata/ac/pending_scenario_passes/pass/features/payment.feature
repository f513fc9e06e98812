Feature: Payment

  @AC-PAY-002 @wip
  Scenario: paying in parts
    When 2 EUR of 5 EUR are paid
    Then 3 EUR are open

Feature: Payment

  @AC-PAY-001
  Scenario: paying by card
    Given an order worth 5 EUR
    When 5 EUR are paid by card
    Then the order is paid

  Scenario: paying by cheque
    When 5 EUR are paid by cheque

  @AC-PAY-001
  Rule: Cash is welcome

    Scenario Outline: paying in cash
      When <amount> EUR are paid in cash

      Examples:
        | amount |
        | 5      |

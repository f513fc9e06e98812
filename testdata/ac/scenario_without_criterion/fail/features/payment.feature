Feature: Payment

  @AC-PAY-001
  Scenario: paying by card
    Given an order worth 5 EUR
    When 5 EUR are paid by card
    Then the order is paid

  Rule: Cash is welcome

    @smoke
    Scenario Outline: paying in cash
    # <- scenario_without_criterion: scenario "paying in cash" is for no criterion
      When <amount> EUR are paid in cash

      Examples:
        | amount |
        | 5      |
        | 500    |

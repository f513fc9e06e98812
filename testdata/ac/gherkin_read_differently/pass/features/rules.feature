@AC-PAY-001
Feature: Payment in cash

  Scenario: paying by card
    When 5 EUR are paid by card

  @cash
  Rule: Cash is welcome

    Background:
      Given an order worth 5 EUR

    # Notes and coins.
    @coins
    Scenario Outline: paying in cash
      When <amount> EUR are paid in cash
      And the receipt is
        """
        paid: <amount>
          in: cash
        """
      Then the order has
        | open | paid     |
        | 0    | <amount> |

      @small
      Examples:
        | amount |
        | 5      |

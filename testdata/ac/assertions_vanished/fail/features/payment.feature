Feature: Payment

  @AC-PAY-002
  Scenario: paying in two parts
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ assertions_vanished: `features/payment.feature#paying in two parts` has 1 of its 2 outcomes left
    Given an order worth 5 EUR
    When 2 EUR are paid
    And 3 EUR are paid
    Then the order is paid

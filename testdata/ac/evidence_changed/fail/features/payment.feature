Feature: Payment

  @AC-PAY-002
  Scenario: paying in two parts
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ evidence_changed: `features/payment.feature#paying in two parts` changed since somebody last looked at it and criterion `AC-PAY-002`
    Given an order worth 5 EUR
    When 2 EUR are paid
    And 4 EUR are paid
    Then the order is paid
    And nothing is open

@ac_pay_001
# <- unknown_criterion: `ac_pay_001` is not spelled as an id is
Feature: Payment

  @AC-PAY-001 @AC-PAY-0011
  #           ^^^^^^^^^^^^ unknown_criterion: no ledger has a criterion `AC-PAY-0011`
  Scenario: paying by card
    When 5 EUR are paid by card
      """
      @AC-PAY-999 stands in a text, and is no tag.
      """

  @AC-PAY-000
  # <- unknown_criterion: criterion `AC-PAY-000` is retired
  Scenario: paying by cheque
    When 5 EUR are paid by cheque

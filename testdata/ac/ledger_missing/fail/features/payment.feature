Feature: Payment

  @AC-PAY-001
  # <- ledger_missing: criteria are named, and there is no ledger
  Scenario: paying by card
    When 5 EUR are paid by card

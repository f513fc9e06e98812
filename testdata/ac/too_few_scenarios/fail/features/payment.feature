Feature: Payment

  @AC-PAY-001
  Scenario: paying by card
    When the card is charged
    Then the order is paid

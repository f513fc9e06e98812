Feature: Payment

  @AC-PAY-001
  Scenario: paying by card
    When the card is charged
    Then the order is paid

  @AC-PAY-001
  Scenario: the card is refused
    When the card is refused
    Then the order is open

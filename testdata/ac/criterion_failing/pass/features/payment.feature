Feature: Payment

  @AC-PAY-003
  Scenario Outline: paying in parts
    When <part> EUR of 5 EUR are paid
    Then <rest> EUR are open

    Examples:
      | part | rest |
      | 2    | 3    |
      | 5    | 0    |

@AC-PAY-001
Feature: Payment

  Scenario Outline: paying in parts
    Given an order worth <worth> EUR
    And nothing else happens
    When <paid> EUR are paid
    And nothing else happens
    # <- step_undefined: no `#[when]` function matches `nothing else happens`
    Then <open> EUR are open
    # <- step_undefined: no `#[then]` function matches `x EUR are open`

    Examples:
      | worth | paid | open |
      | 5     | 3    | 2    |
      | 5     | 3    | x    |

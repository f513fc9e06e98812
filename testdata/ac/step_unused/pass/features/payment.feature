@AC-PAY-001
Feature: Payment

  Scenario Outline: paying in parts
    Given an order worth <worth> EUR
    When <paid> EUR are paid
    And nothing else happens
    Then <open> EUR are open

    Examples:
      | worth | paid | open |
      | 5     | 3    | 2    |

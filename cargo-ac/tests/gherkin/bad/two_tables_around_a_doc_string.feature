Feature: f
  Scenario: s
    Given x
      | a |
      """
      """
      | b |
    When y
      ```
      ```
      | c |
      ```
    Then z

Feature: F
  Scenario: s
    Given x
      ```
      text
      """

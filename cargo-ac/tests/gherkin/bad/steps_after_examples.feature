Feature: f
  Scenario: s
    Given x
    Examples:
      | a |
    Then y
    """
    @z

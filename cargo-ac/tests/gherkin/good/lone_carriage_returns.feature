Feature: oneline
  Scenario: a
    Given bc
    | de | f |
    """
    gh
    """

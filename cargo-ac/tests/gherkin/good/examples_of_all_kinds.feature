Feature: f
  Scenario: none
    Given <a>
    Examples:
  Scenario Template: header only
    Given <a>
    Scenarios: one
      text
      # comment
      more
      | a |
    @t1
    # c
    @t2 @t3
    Examples: two
      | a | b |
      | 1 |  |
      | <b> | x |
    Examples:

      | b | a | a |
      # c

      | 2 | 3 | 4 |
  Scenario: plain
    Given <a>
  Example: no steps
    Examples:
      | a |
      | 1 |

Feature: Outlines
  Scenario Outline: <a> and <b> and <c>
    * <a><b>
    And <b
    When <A>
    Examples:
      | a   | b   |
      | <b> | <a> |
      |     | x   |
    Examples: header only
      | a |
    Examples: no table
  Scenario: an outline by another name
    Given <n>
    Scenarios:
      | n |
      | 1 |
  Scenario Template: without examples
    Given <n>

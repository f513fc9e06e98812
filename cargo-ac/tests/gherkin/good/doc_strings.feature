Feature: Doc strings
  Scenario: kinds of doc strings
    Given quotes
      """
      # no comment
        @no-tag
     shallower
      \"\"\" stays open
      ``` stays open
      """
    And backticks of a type
      ```json
      {"a": "\`\`\`"}

      ``` what follows is not kept
    And nothing
      """
      """
    And one at the margin
"""text/plain
  kept as is
"""
  Scenario Outline: <kind> in doc strings
    Given a table and a text
      | <kind> | a |
      | b      | <kind> |
      """<kind>
      of <kind>
      """
    And a text and a table
      """
      <kind>
      """
      | <kind> |
    Examples:
      | kind |
      | this |
      | \\  |

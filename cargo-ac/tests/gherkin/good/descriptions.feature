Feature: Free text
  As a reader
  I want * stars * and | bars
  Scenarios without a colon are text, and so are
  Background and Rule of thumb.
  # a comment in the midst

  Given is text here, too.

  Scenario: a description
    # first a comment

    Then? No blank follows the keyword, so this is text.
  	
    Given a step

  Scenario Outline: examples with a description
    Examples: of nothing
      some text

      more text

    Examples: with a table
      # a comment
      text
      | a |
      | 1 |

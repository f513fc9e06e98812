Feature: f
  Background:
    Given table then text
      | a |
      """json
      {}
      """
  Scenario: s
    Given text then table
      ```
      b
      ```
      # between

      | c |
    When table then text
      | d |
      # between
      ```md
      ```
    Then <x>
      """<x>
      <x> <y>
      """
      | <x> | <y> |
    Examples:
      | x | y |
      | 1 | <x> |
      | <y> | 2 |

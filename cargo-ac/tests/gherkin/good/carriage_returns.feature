@AC-CR-001
Feature: CRLF

  Described
  twice

  Scenario: s
    Given a text
      """
      one

        two
      """
      | a | b |
    When only areturn

Feature: f
  Scenarios and Examples are words here
  Rule without colon
  Background without colon
  Feature: again
  Scenario : not one
  Given free text
  | also | text |
  """ text too

  Scenario: s
    scenario: small
    Scenario without colon
    GivenX
    Rule without colon
    *star
    # comment
    | text | too |
    """
    more
    Given real

Feature: f
  Scenario: s
    Given x
    words
    words
    words
    words
    words
    words
    words
    words
    words
    words

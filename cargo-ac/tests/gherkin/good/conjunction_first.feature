Feature: f
  Background:
    And a
    But b
  Scenario: one
    * c
    And d
    Given e
    And f
    * g
    But h
  Scenario: two
    And i
    Then j

@not one
Feature: F
  @fine @with blank @never read on
  Scenario: s
    Given x
  Scenario: t
    Given y
  @also wrong
  Scenario: u

Feature:
  Background:
  Scenario:
  Scenario:
  @a
  Scenario Outline:
  Rule:
  Background:
  Example:
  Rule:

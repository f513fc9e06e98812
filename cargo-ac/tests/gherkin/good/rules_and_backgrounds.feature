@f
Feature: f
  Background: b
    text
    Given one
  @r1
  Rule: first
    text
    Background:
      Given two
    Scenario: s
      Given three
  @r2
  Rule: empty
  Rule: text only
    words
    # comment
  @r3 @r4
  Rule: last
    Background:
    @s
    Example: no steps
    Example: steps
      Then four
      # end

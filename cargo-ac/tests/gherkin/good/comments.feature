# Copyright somebody
   # indented

# language: en
#language: fr
Feature: Comments
  # one
  Scenario: a # not a comment
    # two
    Given b # not a comment
    # three
    | c | # not kept
    # four
  # five
# the end
Feature: F
  Examples:
    | a |

Feature: F
  Rule: r
    Background:
      Given a
      stray
    @t
    Examples:
      | a |

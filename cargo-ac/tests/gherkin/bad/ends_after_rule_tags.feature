Feature: f
  Rule: r
    Background:
      Given x
  @a

@a@b@c #d
  @e#f @g #

# c
@ä @日本	@x
Feature: f
  @h @h
  @
  Scenario: s
    Given x
  @i #@j
  # c

  @k
  Scenario: t
    @l

    Examples:
    @m
    # d
    @n
    Examples: e
      | a |
  @o
  Rule: r
    @p
    Scenario: u

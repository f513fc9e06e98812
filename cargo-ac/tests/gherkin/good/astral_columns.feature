Feature: 😀
  @😀 @a
  Scenario: s
    Given x
      | 😀😀 | b | é |
      | é |  c | 👨‍👩‍👧 |

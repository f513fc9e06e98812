Feature: cells
  Scenario: s
    Given x
      | \| | \\ | \n | \a | \\| |
      |  \n b \n  | \\n | \\\| | \ | \\\\| z | end
    Given y
      ||
      |   |
    Given z
      | a | rest
      | b | # rest
      |é|
      | 日本 |\
    Given w
      |
    Given v
      | a

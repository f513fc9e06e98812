Feature: Orders

  @AC-2
  Scenario: An order without lines
    When an order without lines is placed
    Then it is refused

  @AC-3 @wip
  Scenario: The line that was refused
    When an order with a line of nothing is placed
    Then the reply names the line

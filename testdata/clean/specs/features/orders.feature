Feature: Orders

  @AC-2
  Scenario: An order without lines
    When an order without lines is placed
    Then it is refused

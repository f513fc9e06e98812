@feature
Feature: Cart

  Background:
    Given an empty cart

  @AC-CART-001
  Scenario: adding: one by one
    When 1 is added
    Then there are 1

  @AC-CART-002
  Scenario: fails
    When 1 is added
    Then there are 2

  @AC-CART-003 @retry(1)
  Scenario: second time
    Then it fails at first

  @AC-CART-004
  Scenario: not written
    When nobody knows this step

  @AC-CART-005
  Scenario Outline: rows
    When <n> is added
    Then there are <m>

    # a comment
    Examples: good
      Said here.

      | n | m |
      | 1 | 1 |

      | 2 | 2 |
    Examples: bad
      | n | m |
      | 3 | 4 |
      | 5 | 5 |

  @AC-CART-006
  Rule: limits: upper
    @AC-CART-007
    Scenario: many
      When 100 is added
      Then there are 100

@AC-SHOP-001 @smoke
@second-line   # why it is here
Feature: Ordering

  @AC-SHOP-002
  # between two lines of tags

  @AC-SHOP-003 @é#hash
  Rule: Orders are paid
    @AC-SHOP-004@AC-SHOP-005
    Scenario Outline: paying with <means>
      Given a basket
      When it is paid with <means>

      # a comment above tags of examples
      @AC-SHOP-006
      Examples: cards
        | means |
        | card  |

      @AC-SHOP-007 @
      Examples:
        | means |
        | cash  |
        | coin  |

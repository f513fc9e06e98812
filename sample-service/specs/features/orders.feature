Feature: Orders
  A customer orders, and the desk says at once whether it takes the order. Until an order has left the house it can be
  cancelled; after that it is closed for good.

  Rule: What can be ordered

    @AC-ORD-001
    Scenario: An order is placed
      When "ann" places order "o-1":
        | sku | quantity | minor | currency |
        | tea | 2        | 450   | EUR      |
        | cup | 1        | 1000  | EUR      |
      Then it is accepted as version 1
      And the board of "ann" shows 1 open order worth "1900 EUR"

    @AC-ORD-002
    Scenario: An order without lines
      When "ann" places order "o-1":
        | sku | quantity | minor | currency |
      Then it fails as "malformed"
      And nothing was made known

    Scenario Outline: Lines that no order can have
      When "ann" places order "o-1":
        | sku   | quantity   | minor   | currency   |
        | tea   | 1          | 450     | EUR        |
        | <sku> | <quantity> | <minor> | <currency> |
      Then it fails as "malformed"
      And nothing was made known

      @AC-ORD-003
      Examples: an article has one line
        | sku | quantity | minor | currency |
        | tea | 1        | 450   | EUR      |

      @AC-ORD-004
      Examples: all lines are in one currency
        | sku | quantity | minor | currency |
        | cup | 1        | 450   | CHF      |

      @AC-ORD-005
      Examples: a total can be counted
        | sku | quantity | minor                | currency |
        | cup | 1        | 18446744073709551615 | EUR      |
        | cup | 10000    | 1844674407370956     | EUR      |

      @AC-ORD-006
      Examples: a quantity is 1 to 10,000
        | sku | quantity | minor | currency |
        | cup | 0        | 450   | EUR      |
        | cup | 10001    | 450   | EUR      |

    @AC-ORD-007
    Scenario Outline: Ids that would be something else in a subject or a key
      When "<customer>" places order "<order>":
        | sku | quantity | minor | currency |
        | tea | 1        | 450   | EUR      |
      Then it fails as "malformed"
      And nothing was made known

      Examples:
        | customer | order |
        | ann      | o.1   |
        | ann      | *     |
        | ann      | >     |
        | a nn     | o-1   |

    @AC-ORD-008
    Scenario: A request that is too long
      When a request of 70000 bytes is sent as "orders.v1.place"
      Then it fails as "malformed"

    @AC-ORD-009
    Scenario Outline: Something that is no request
      When '<text>' is sent as "<subject>"
      Then it fails as "malformed"
      And nothing was made known

      Examples:
        | subject          | text                                                        |
        | orders.v1.place  | hello                                                       |
        | orders.v1.place  | []                                                          |
        | orders.v1.cancel | {"command_id":"c","order_id":"o-1"}                         |
        | orders.v1.cancel | {"command_id":"c","order_id":"o-1","reason":"boredom"}      |
        | orders.v1.ship   | {"command_id":"c","order_id":"o-1","parcel_id":["a"]}       |
        | orders.v1.board  | {"customer_id":7}                                           |

  Rule: What can be done with an order

    Background:
      Given "ann" has placed order "o-1" worth "450 EUR"

    @AC-LIFE-001
    Scenario: An open order is cancelled
      When order "o-1" is cancelled because of "customer_request"
      Then it is accepted as version 2
      And the board of "ann" shows 0 open orders

    @AC-LIFE-002
    Scenario: An open order is shipped
      When order "o-1" is shipped in parcel "p-1"
      Then it is accepted as version 2
      And the board of "ann" shows 0 open orders

    @AC-LIFE-003
    Scenario: A shipped order is not cancelled
      Given order "o-1" was shipped in parcel "p-1"
      When order "o-1" is cancelled because of "customer_request"
      Then it is rejected as "order_closed"

    @AC-LIFE-003
    Scenario: A cancelled order is not shipped
      Given order "o-1" was cancelled because of "out_of_stock"
      When order "o-1" is shipped in parcel "p-1"
      Then it is rejected as "order_closed"

    @AC-LIFE-004
    Scenario: What was never ordered is not shipped
      When order "o-2" is shipped in parcel "p-1"
      Then it is rejected as "order_unknown"

    @AC-LIFE-005
    Scenario: An order is not placed over another
      When "bob" places order "o-1":
        | sku | quantity | minor | currency |
        | cup | 1        | 1000  | EUR      |
      Then it is rejected as "order_exists"
      And the board of "ann" shows 1 open order worth "450 EUR"
      And the board of "bob" shows 0 open orders

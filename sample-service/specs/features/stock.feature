Feature: Stock
  Goods are counted when they arrive. An order has its goods set aside, and is cancelled if there are too few of them. What was
  never counted is not limited.

  @AC-STK-001
  Scenario: Goods that arrived are there
    Given 5 of "tea" have arrived
    When 3 of "tea" arrive
    Then of "tea" 0 are reserved, 0 issued and 8 available
    And "cup" is not counted

  @AC-STK-002
  Scenario: Goods are counted once
    Given 5 of "cup" have arrived
    Then 3 of "cup" with command "r-7" are counted as version 2
    And 3 of "cup" with command "r-7" are counted as version 2
    And 4 of "cup" with command "r-7" are rejected as "command_id_reused"
    And of "cup" 0 are reserved, 0 issued and 8 available

  @AC-STK-004
  Scenario: An order has its goods set aside until it is shipped
    Given 2 of "tea" have arrived
    And "ann" has placed order "o-1" worth "450 EUR"
    Then of "tea" 1 are reserved, 0 issued and 1 available
    When order "o-1" is shipped in parcel "p-1"
    Then of "tea" 0 are reserved, 1 issued and 1 available
    And this was made known of stock:
      | subject                  | sku | version | order |
      | orders.v1.stock_received | tea | 1       |       |
      | orders.v1.stock_reserved | tea | 2       | o-1   |
      | orders.v1.stock_issued   | tea | 3       | o-1   |

  @AC-STK-004
  Scenario: A cancelled order gives its goods back
    Given 1 of "tea" have arrived
    And "ann" has placed order "o-1" worth "450 EUR"
    And all of this has taken its effect
    When order "o-1" is cancelled because of "customer_request"
    Then of "tea" 0 are reserved, 0 issued and 1 available
    And this was made known of stock:
      | subject                  | sku | version | order |
      | orders.v1.stock_received | tea | 1       |       |
      | orders.v1.stock_reserved | tea | 2       | o-1   |
      | orders.v1.stock_released | tea | 3       | o-1   |

  @AC-STK-005
  Scenario: An order of which an article runs short is cancelled, and keeps nothing
    Given 5 of "cup" have arrived
    And 1 of "tea" have arrived
    When "ann" places order "o-1":
      | sku | quantity | minor | currency |
      | cup | 2        | 450   | EUR      |
      | tea | 2        | 100   | EUR      |
    Then it is accepted as version 1
    And of "cup" 0 are reserved, 0 issued and 5 available
    And of "tea" 0 are reserved, 0 issued and 1 available
    And the board of "ann" shows 0 open orders
    And this was made known:
      | subject             | order | version |
      | orders.v1.placed    | o-1   | 1       |
      | orders.v1.cancelled | o-1   | 2       |
    When order "o-1" is shipped in parcel "p-1"
    Then it is rejected as "order_closed"

  @AC-STK-006
  Scenario: What was never counted is not limited
    Given "ann" has placed order "o-1" worth "450 EUR"
    And all of this has taken its effect
    When 5 of "tea" arrive
    And order "o-1" is shipped in parcel "p-1"
    Then it is accepted as version 2
    And of "tea" 0 are reserved, 0 issued and 5 available

  @AC-TEN-002
  Scenario: Tenants have stock of their own
    Given 5 of "tea" have arrived
    When the desk is asked for the tenant "acme"
    Then "tea" is not counted

  @AC-ORD-009
  Scenario Outline: Something that is no request about stock
    When '<text>' is sent as "<subject>"
    Then it fails as "malformed"

    Examples:
      | subject           | text                                       |
      | orders.v1.receive | {"command_id":"r","sku":"tea"}             |
      | orders.v1.receive | {"command_id":"r","sku":"a b","quantity":1} |
      | orders.v1.receive | {"command_id":"r","sku":"tea","quantity":0} |
      | orders.v1.stock   | {"sku":""}                                 |

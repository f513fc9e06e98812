Feature: Events
  Whatever happens to an order is made known, in the order in which it happened, in a form that stays readable.

  @AC-EVT-001
  Scenario: Everything that happens is made known
    Given "ann" has placed order "o-1" worth "450 EUR"
    And "bob" has placed order "o-2" worth "30 CHF"
    When order "o-1" is shipped in parcel "p-1"
    And order "o-2" is cancelled because of "payment_failed"
    Then this was made known:
      | subject             | order | version |
      | orders.v1.placed    | o-1   | 1       |
      | orders.v1.placed    | o-2   | 1       |
      | orders.v1.shipped   | o-1   | 2       |
      | orders.v1.cancelled | o-2   | 2       |
    And each event has an id of its own

  @AC-EVT-002
  Scenario: What was refused is not made known
    Given "ann" has placed order "o-1" worth "450 EUR"
    And order "o-1" was shipped in parcel "p-1"
    When order "o-1" is cancelled because of "customer_request"
    And order "o-9" is shipped in parcel "p-2"
    Then this was made known:
      | subject           | order | version |
      | orders.v1.placed  | o-1   | 1       |
      | orders.v1.shipped | o-1   | 2       |

  @AC-BRD-001
  Scenario: The board adds up what is open, by currency
    Given "ann" has placed order "o-1" worth "450 EUR"
    And "ann" has placed order "o-2" worth "50 EUR"
    And "ann" has placed order "o-3" worth "300 CHF"
    And "bob" has placed order "o-4" worth "7 EUR"
    And order "o-1" was cancelled because of "out_of_stock"
    Then the board of "ann" shows 2 open orders worth "300 CHF, 50 EUR"
    And the board of "bob" shows 1 open order worth "7 EUR"
    And the board of "cid" shows 0 open orders

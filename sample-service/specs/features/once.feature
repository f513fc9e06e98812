Feature: Once
  Lines break and senders ask again. Whatever is sent again is done once.

  @AC-ONCE-001
  Scenario: A command that is sent again
    When this is sent 3 times as "orders.v1.place":
      """
      {"command_id": "c-7", "order_id": "o-1", "customer_id": "ann",
       "lines": [{"sku": "tea", "quantity": 1, "unit_price": {"minor": 450, "currency": "EUR"}}]}
      """
    Then each is accepted as version 1
    And this was made known:
      | subject          | order | version |
      | orders.v1.placed | o-1   | 1       |
    And the board of "ann" shows 1 open order worth "450 EUR"

  @AC-ONCE-001
  Scenario: A command that is sent again after the order went on
    Given "ann" has placed order "o-1" worth "450 EUR" with command "c-7"
    And order "o-1" was shipped in parcel "p-1"
    When "ann" places order "o-1" worth "450 EUR" with command "c-7"
    Then it is accepted as version 1
    And the board of "ann" shows 0 open orders

  @AC-ONCE-002
  Scenario: An id that was used for another command
    Given "ann" has placed order "o-1" worth "450 EUR" with command "c-7"
    When "ann" places order "o-1" worth "460 EUR" with command "c-7"
    Then it is rejected as "command_id_reused"
    And the board of "ann" shows 1 open order worth "450 EUR"

  @AC-ONCE-003
  Scenario: Many close an order at once
    Given "ann" has placed order "o-1" worth "450 EUR"
    When 20 clerks cancel order "o-1" at once
    Then 1 of them is accepted
    And the others are rejected as "order_closed"
    And this was made known:
      | subject             | order | version |
      | orders.v1.placed    | o-1   | 1       |
      | orders.v1.cancelled | o-1   | 2       |

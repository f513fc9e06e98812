Feature: Forms
  A request says in which form it is, and the reply has the same. What says nothing is JSON.

  @AC-FORM-001
  Scenario Outline: Orders are taken in every form
    Given requests are sent as "<form>"
    When "ann" places order "o-1" worth "450 EUR" with command "c-1"
    Then it is accepted as version 1
    And the board of "ann" shows 1 open order worth "450 EUR"
    When order "o-1" is shipped in parcel "p-1"
    Then it is accepted as version 2

    Examples:
      | form                |
      | application/json    |
      | application/msgpack |
      | application/cbor    |

  @AC-FORM-001
  Scenario: A command that is sent again in another form is the same command
    Given "ann" has placed order "o-1" worth "450 EUR" with command "c-1"
    When requests are sent as "application/cbor"
    And "ann" places order "o-1" worth "450 EUR" with command "c-1"
    Then it is accepted as version 1
    And this was made known:
      | subject          | order | version |
      | orders.v1.placed | o-1   | 1       |

  @AC-FORM-002
  Scenario Outline: What is not in its form is refused
    When requests are sent as "<form>"
    And "<payload>" is sent as "orders.v1.ship"
    Then it fails as "malformed"
    And nothing was made known

    Examples:
      | form                | payload |
      | text/plain          | ship    |
      | application/msgpack | ship    |
      | application/cbor    | ship    |

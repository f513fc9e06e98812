Feature: Tenants
  Several businesses use one desk, and each has it for itself. What names no tenant belongs to the tenant "main".

  @AC-TEN-001
  Scenario: Two tenants use the same ids
    Given "ann" has placed order "o-1" worth "450 EUR" with command "c-1"
    When the desk is asked for the tenant "acme"
    And "ann" places order "o-1" worth "30 CHF" with command "c-1"
    Then it is accepted as version 1
    And the board of "ann" shows 1 open order worth "30 CHF"
    And this was made known:
      | subject               | order | version |
      | orders.v1.placed      | o-1   | 1       |
      | orders.v1.acme.placed | o-1   | 1       |

  @AC-TEN-002
  Scenario: Nobody sees or changes an order of another tenant
    Given "ann" has placed order "o-1" worth "450 EUR"
    When the desk is asked for the tenant "acme"
    And order "o-1" is shipped in parcel "p-1"
    Then it is rejected as "order_unknown"
    And the board of "ann" shows 0 open orders

  @AC-TEN-003
  Scenario Outline: A subject that is nobody's
    When '{"customer_id":"ann"}' is sent as "<subject>"
    Then it fails as "malformed"
    And nothing was made known

    Examples:
      | subject              |
      | orders.v1.main.board |

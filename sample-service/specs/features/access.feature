Feature: Access
  A desk that has keys listens to those who prove who they are, at their own desk, and does for them what their role allows.

  Background:
    Given the desk listens to those who sign
    And the sender has the key "shop-1"
    And "ann" has placed order "o-1" worth "450 EUR"

  @AC-SEC-001
  Scenario: Who does not sign is not listened to
    When the sender signs nothing
    And order "o-1" is shipped in parcel "p-1"
    Then it is rejected as "unauthenticated"
    And the board of "ann" is refused as "unauthenticated"
    And this was made known:
      | subject          | order | version |
      | orders.v1.placed | o-1   | 1       |

  @AC-SEC-002
  Scenario: Who belongs to another tenant is not listened to
    When the sender has the key "acme-1"
    And order "o-1" is shipped in parcel "p-1"
    Then it is rejected as "wrong_tenant"
    And the board of "ann" is refused as "wrong_tenant"
    And this was made known:
      | subject          | order | version |
      | orders.v1.placed | o-1   | 1       |

  @AC-SEC-002
  Scenario: Who belongs to a tenant is listened to there
    When the desk is asked for the tenant "acme"
    And the sender has the key "acme-1"
    And "ann" places order "o-1" worth "30 CHF" with command "c-1"
    Then it is accepted as version 1
    And the board of "ann" shows 1 open order worth "30 CHF"

  @AC-SEC-004
  Scenario: A clerk cancels and does not ship
    When the sender has the key "clerk-1"
    And order "o-1" is shipped in parcel "p-1"
    Then it is rejected as "forbidden"
    When order "o-1" is cancelled because of "customer_request"
    Then it is accepted as version 2

  @AC-SEC-004
  Scenario: A warehouse ships and does not cancel
    When the sender has the key "warehouse-1"
    And order "o-1" is cancelled because of "customer_request"
    Then it is rejected as "forbidden"
    When order "o-1" is shipped in parcel "p-1"
    Then it is accepted as version 2

  @AC-SEC-004
  Scenario: An auditor looks and changes nothing
    When the sender has the key "auditor-1"
    And order "o-1" is cancelled because of "customer_request"
    Then it is rejected as "forbidden"
    And the board of "ann" shows 1 open order worth "450 EUR"

  @AC-SEC-004
  Scenario: A warehouse counts goods, and nobody else does
    Given the sender has the key "clerk-1"
    Then 5 of "cup" with command "r-1" are rejected as "forbidden"
    And "cup" is not counted
    When the sender has the key "warehouse-1"
    And 5 of "cup" arrive
    Then of "cup" 0 are reserved, 0 issued and 5 available

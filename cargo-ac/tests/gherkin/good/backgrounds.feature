Feature: Backgrounds
  Background: for all
    Text that says why.

    Given a server
    And a client

  Scenario: plain
    But the server sleeps
    * it snores

  Rule: With a background of its own
    Background:
      * a proxy
    Scenario: both
      And the proxy works
    Scenario: no steps

This is not Gherkin
Scenario: nor is this

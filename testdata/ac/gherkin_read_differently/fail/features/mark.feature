Feature: Invoices
 # <- gherkin_read_differently: for cucumber-rs, the file cannot be read

  @AC-PAY-001
  Scenario: an invoice
    When an invoice is sent

# language: klingon
Feature: read as English all the same
  Scenario: s
    Soit x

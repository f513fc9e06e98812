Feature: f
  Background:
    Given x
  Background:
    Given y
  Rule: r
    Background:
    Background:

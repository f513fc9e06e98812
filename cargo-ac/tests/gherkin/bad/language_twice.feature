# language: fr
# language: xx
# language: de
Feature: f

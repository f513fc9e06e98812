# language: fr

# language: fr


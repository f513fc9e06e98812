   # language: xx
Fonctionnalité: F

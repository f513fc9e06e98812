# Droits réservés
# language: fr
@AC-FR-001
Fonctionnalité: Des commandes
  Contexte:
    Soit un panier
    Étant donné que le client est connu
  Règle: On paie
    Scénario: payer
      Quand il paie
      Alors c'est payé
      Et c'est livré
    Plan du scénario: payer avec <moyen>
      Etant donné <moyen>
      Exemples:
        | moyen |
        | sous  |

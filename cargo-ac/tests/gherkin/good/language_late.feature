# a licence

#  language  :  no  
# language: fr
Egenskap: norsk
  # language: xx
  Scenario: s
    Gitt noe

@AC-ALONE-001
Ability: to stand alone

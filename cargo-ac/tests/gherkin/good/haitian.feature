# language: ht
Karakteristik: Mo ki pi long la
  Senaryo: pi long
    Sipoze ke gen de mo
    Sipoze yon mo

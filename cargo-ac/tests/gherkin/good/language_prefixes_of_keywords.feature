# language: en-old
Hwaet: a
  Swa: b
    Thurh c
    Tha d
    Tha the e
    Ond f

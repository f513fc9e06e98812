some words
and more

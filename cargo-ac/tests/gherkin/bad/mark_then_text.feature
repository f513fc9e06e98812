words

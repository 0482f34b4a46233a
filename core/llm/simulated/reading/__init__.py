"""What a text says: words, sentences, dates, people, amounts, labels, documents, instructions."""

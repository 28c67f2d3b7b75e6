"""A bank as flashcards for other programs, one module a format."""

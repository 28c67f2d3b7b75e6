"""A mock interview: which questions it puts, the sitting, and what it came to."""

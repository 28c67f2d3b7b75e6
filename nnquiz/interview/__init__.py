"""A mock interview: which questions it puts, the session, and what it came to."""

"""The grader: a typed answer in, a score with its reasons out. No network, no model."""

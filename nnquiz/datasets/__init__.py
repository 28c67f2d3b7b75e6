"""Data that several demos share, all made in code."""

"""The store: every answer ever given, in one SQLite file in the data folder."""

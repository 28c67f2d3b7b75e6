"""Planning towards the day of the interview: what to ask today so that most is recalled then."""

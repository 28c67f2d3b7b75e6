"""What a history says: figures from reviews, the bank and the scheduler. Nothing is printed here.

`overview.overview` gathers all of them; `document` makes them JSON, `pictures` makes them frames.
"""

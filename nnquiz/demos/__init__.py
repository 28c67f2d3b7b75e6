"""One demo a module, named for what the user types, with `_` for `-`.

A demo is a function `demo(seed, ...)` that yields frames (`nnquiz.frames`). It does its computing
with NumPy, prints nothing and knows no terminal. Its parameters are those that `--set` takes; the
first line of its module's docstring is its title.
"""

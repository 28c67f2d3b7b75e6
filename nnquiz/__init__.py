"""Interview-prep quiz on neural networks for the terminal."""

__version__ = "0.1.0"


class NNQuizError(Exception):
    """What a person must be told in one plain line: what is wrong, where, and what to do."""

    exit_code = 1


class UsageError(NNQuizError):
    """A request that names something that does not exist or is out of range."""

    exit_code = 2

"""The program: `nnquiz` or `python -m nnquiz`."""

import os
import sys
from contextlib import suppress

from nnquiz import NNQuizError


def main() -> None:
    """Run the command line; what people cause ends in one plain line and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 shows ? for a sign
    try:
        from nnquiz.cli import app

        app(prog_name="nnquiz")
    except NNQuizError as error:
        _say(f"nnquiz: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _forget_stdout()
        sys.exit(1)


def _say(message: str) -> None:
    if sys.stderr is not None:
        from nnquiz.terminal.plain import printable

        with suppress(OSError):
            print(printable(message).replace("\n", " "), file=sys.stderr)


def _forget_stdout() -> None:
    """Keep Python from complaining, at its exit, that it cannot flush a closed pipe."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()

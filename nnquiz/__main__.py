"""The program: `nnquiz` or `python -m nnquiz`."""

import gc
import os
import sys
from contextlib import suppress

from nnquiz import NNQuizError, __version__


def main() -> None:
    """Run the command line; what people cause ends in one plain line and an exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a sign that has no code here becomes a ?
    try:
        _run()
    except NNQuizError as error:
        _say(f"nnquiz: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        _forget_stdout()
        sys.exit(1)
    except OSError as error:
        _forget_stdout()
        _say(f"nnquiz: {error.filename or 'the output'}: {error.strerror}")
        sys.exit(1)


def _run() -> None:
    if sys.argv[1:] == ["--version"]:  # scripts ask for it; no need to load a command line
        print(f"nnquiz {__version__}")
        return
    gc.set_threshold(50_000)  # loading modules makes many objects and leaves nothing to collect
    from nnquiz.cli.app import app
    from nnquiz.cli.commands import load

    load(sys.argv[1:])
    try:
        app(prog_name="nnquiz")
    finally:
        gc.freeze()  # the system takes all back at once: the exit need not look for cycles
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()  # here, where a full disk can still be told


def _say(message: str) -> None:
    if sys.stderr is not None:
        from nnquiz.terminal.plain import printable

        with suppress(OSError):
            print(printable(message).replace("\n", " "), file=sys.stderr)


def _forget_stdout() -> None:
    """Keep Python from complaining, at its exit, that it cannot flush a closed pipe."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()

"""Writing an answer in an editor of one's own."""

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from nnquiz import NNQuizError
from nnquiz.terminal.quiet_input import ordinary_input

_NOTE = "# Lines that begin with '#' are left out. Save and close to send the answer."


def write_answer(question: str) -> str:
    """What the person writes in $VISUAL or $EDITOR; raises `NNQuizError` if none starts."""
    command = _command()
    asked = "\n".join(f"# {line}" for line in question.splitlines())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "answer.txt")
        file.write_text(f"\n{asked}\n{_NOTE}\n", encoding="utf-8")
        try:
            with ordinary_input():
                subprocess.run([*command, str(file)], check=True)
            text = file.read_text(encoding="utf-8", errors="replace")
        except (OSError, subprocess.CalledProcessError) as error:
            raise NNQuizError(f"the editor {command[0]!r} failed: {error}") from None
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return "\n".join(lines).strip()


def _command() -> list[str]:
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        return shlex.split(chosen, posix=os.name != "nt")
    for name in ("nano", "vi", "notepad"):
        if shutil.which(name):
            return [name]
    raise NNQuizError("no editor found: set EDITOR to the name of yours")

"""Typing an answer and pressing a key, with prompt_toolkit; loaded when the question is shown."""

from collections.abc import Mapping

from prompt_toolkit import PromptSession
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

_CONTINUATION = "  "


class TerminalPrompt:
    """Reads answers and single keys from the terminal."""

    def __init__(self) -> None:
        self._answers: PromptSession[str] = PromptSession(
            history=InMemoryHistory(),  # Up brings back what was typed in this session
            key_bindings=_answer_keys(),
            multiline=True,
            prompt_continuation=_CONTINUATION,
        )

    def answer(self) -> str:
        """An answer of one or more lines. Raises `EOFError` on Ctrl-D."""
        return self._answers.prompt("> ")

    def key(self, meanings: Mapping[str, str]) -> str:
        """Wait for one of the keys in *meanings* and return what it means.

        Raises `EOFError` on Ctrl-D, `KeyboardInterrupt` on Ctrl-C.
        """
        bindings = KeyBindings()
        for key, meaning in meanings.items():
            _bind(bindings, key, meaning)
        session: PromptSession[str] = PromptSession(key_bindings=bindings, erase_when_done=True)
        return session.prompt("> ")


def _bind(bindings: KeyBindings, key: str, meaning: str) -> None:
    @bindings.add(key, eager=True)
    def _(event: KeyPressEvent) -> None:
        event.app.exit(result=meaning)


def _answer_keys() -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add("enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @bindings.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return bindings

"""Typing an answer and pressing a key, with prompt_toolkit; loaded when the question is shown."""

from collections.abc import Callable, Mapping

from prompt_toolkit import PromptSession
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import create_output
from prompt_toolkit.output.vt100 import Vt100_Output

_CONTINUATION = "  "


class TerminalPrompt:
    """Reads answers and single keys from the terminal."""

    def __init__(self) -> None:
        self._output = create_output()
        if isinstance(self._output, Vt100_Output):
            # Asking the terminal where its cursor is serves menus, of which there are none here,
            # and terminals that don't answer would get a warning.
            self._output.enable_cpr = False
        self._answers: PromptSession[str] = PromptSession(
            history=InMemoryHistory(),  # Up brings back what was typed in this session
            key_bindings=_answer_keys(),
            multiline=True,
            prompt_continuation=_CONTINUATION,
            reserve_space_for_menu=0,
            output=self._output,
        )

    def answer(self, begun: Callable[[], None]) -> str:
        """An answer of one or more lines; *begun* is called once, at the first key.

        Raises `EOFError` on Ctrl-D.
        """
        typing = self._answers.default_buffer.on_text_changed
        waiting = True

        def changed(_: Buffer) -> None:
            nonlocal waiting
            if waiting:
                begun()
            waiting = False

        typing.add_handler(changed)
        try:
            return self._answers.prompt("> ")
        finally:
            typing.remove_handler(changed)

    def key(self, meanings: Mapping[str, str]) -> str:
        """Wait for one of the keys in *meanings* and return what it means.

        Raises `EOFError` on Ctrl-D, `KeyboardInterrupt` on Ctrl-C.
        """
        bindings = KeyBindings()
        for key, meaning in meanings.items():
            _bind(bindings, key, meaning)
        session: PromptSession[str] = PromptSession(
            key_bindings=bindings,
            erase_when_done=True,
            reserve_space_for_menu=0,
            output=self._output,
        )
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

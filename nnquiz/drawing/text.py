"""A demo as plain text, for a pipe or a file."""

from collections.abc import Iterable, Sequence

from nnquiz.drawing import verdicts
from nnquiz.drawing.cells import rows
from nnquiz.drawing.pictures import good_rows, good_width, scene_of
from nnquiz.drawing.story import story_of
from nnquiz.drawing.style import PLAIN, Style
from nnquiz.drawing.wording import ascii_only, columns, harmless, wrap
from nnquiz.frames import Ask, Claim, Frame, Picture, Say, Table


def page(title: str, frames: Iterable[Frame], width: int = 80, style: Style = PLAIN) -> str:
    """Narration, the last state of each picture and the claims, *width* columns wide."""
    width = max(20, width)
    story = story_of(frames)
    blocks = [_heading(title, width)]
    for frame in story.flow:
        match frame:
            case Say():
                blocks.append(wrap(harmless(frame.text), width))
            case Ask():
                blocks.append(_question(frame, width))
            case _:
                blocks.append(_drawing(frame, width, style))
    if story.claims:
        blocks.append(_claims(story.claims, width, style))
    text = "\n\n".join("\n".join(lines) for lines in blocks if lines)
    return (text if style.unicode else "\n".join(map(ascii_only, text.split("\n")))) + "\n"


def _heading(title: str, width: int) -> list[str]:
    lines = wrap(harmless(title), width)
    return [*lines, "=" * max(map(columns, lines))] if lines else []


def _question(ask: Ask, width: int) -> list[str]:
    lines = wrap(harmless(ask.question), width)
    for letter, option in zip("abcdefghij", ask.options, strict=False):
        lines += _hanging(f"  {letter}) ", harmless(option), width)
    if 0 <= ask.answer < len(ask.options):
        answer = f"{'abcdefghij'[ask.answer]}) {ask.options[ask.answer]}"
        lines += wrap(harmless(f"Answer: {answer}; {ask.because}"), width)
    return lines


def _drawing(picture: Picture, width: int, style: Style) -> list[str]:
    wide = min(width, good_width(picture)) if isinstance(picture, Table) else width
    tall = good_rows(picture, wide)
    if isinstance(picture, Table):
        wide, tall = width, 2 + len(picture.rows) + 2
    lines = rows(scene_of(picture, wide, tall), style)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _claims(claims: Sequence[Claim], width: int, style: Style) -> list[str]:
    lines = ["What it shows"]
    for claim in claims:
        sign = ("✔" if claim.holds else "✘") if style.unicode else "+" if claim.holds else "-"
        first, *rest = verdicts.sentence(claim, width - 4)
        lines += [f"  {sign} {first}", *(f"    {line}" for line in rest)]
        if verdicts.lesson(claim):
            lines += _hanging("    ", verdicts.lesson(claim), width)
    return lines


def _hanging(mark: str, text: str, width: int) -> list[str]:
    first, *rest = wrap(text, width - len(mark)) or [""]
    return [mark + first, *(" " * len(mark) + line for line in rest)]

"""What remains of a demo when it is over."""

from collections.abc import Iterable
from dataclasses import dataclass

from nnquiz.frames import Ask, Claim, Frame, Picture, Say


@dataclass(frozen=True, slots=True)
class Story:
    """A demo without its motion: each picture in its last state, at its first place."""

    flow: tuple[Say | Ask | Picture, ...]
    claims: tuple[Claim, ...]

    @property
    def pictures(self) -> list[Picture]:
        """The pictures alone, one for each key."""
        return [frame for frame in self.flow if not isinstance(frame, Say | Ask)]


def story_of(frames: Iterable[Frame]) -> Story:
    """Keep of each key the last picture, in the place of the first."""
    flow: list[Say | Ask | Picture] = []
    places: dict[str, int] = {}
    claims: list[Claim] = []
    for frame in frames:
        if isinstance(frame, Claim):
            claims.append(frame)
        elif isinstance(frame, Say | Ask):
            flow.append(frame)
        elif frame.key in places:
            flow[places[frame.key]] = frame
        else:
            places[frame.key] = len(flow)
            flow.append(frame)
    return Story(tuple(flow), tuple(claims))

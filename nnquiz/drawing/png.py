"""A demo's pictures as a PNG, with the extra `png`: an SVG renderer and the font it writes in."""

from collections.abc import Sequence

from nnquiz import NNQuizError
from nnquiz.drawing import svg
from nnquiz.frames import Claim, Picture

_ZOOM = 2  # pixels to a unit of the SVG: sharp on a slide
_MISSING = 'PNG needs an extra: pip install "nnquiz[png]"; --save FILE.svg works without it'


def page(title: str, pictures: Sequence[Picture], claims: Sequence[Claim] = ()) -> bytes:
    """The picture that `svg.page` draws, in pixels. Raises `NNQuizError` without the extra."""
    try:
        import fontpkg_arimo
        import resvg_py
    except ImportError:
        raise NNQuizError(_MISSING) from None
    # A bare machine has no font at all, and its pictures would have no words.
    fonts = [str(file) for file in sorted(fontpkg_arimo.ROOT.glob("files/*.ttf"))]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg.page(title, pictures, claims),
            zoom=_ZOOM,
            font_files=fonts,
            font_family=fontpkg_arimo.FAMILY,
            sans_serif_family=fontpkg_arimo.FAMILY,
        )
    )

"""Pictures of a demo for a terminal, for a file and for people who cannot see them.

A picture of `nnquiz.frames` becomes a scene (rectangles, lines, dots and text on a sheet measured
in character cells), and a scene becomes rows of a terminal or an SVG. So axes, legends and scales
are written once, and a canvas knows nothing of charts.

Ways in: `layout.screen` (a terminal), `text.page`, `svg.page`, `png.page`, `html.page` (files),
`sentences.describe` (words alone).
"""

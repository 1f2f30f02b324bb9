"""The house's colours (UK Government Analysis Function palette), and the file that an SVG makes.

Teal and orange fail 4.5:1 on white: never for text.
"""

NAVY, TEAL, PLUM, ORANGE, INK = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D"
RULE = "#C8CDD2"


def as_file(element: str) -> str:
    """An SVG element as a file of its own."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{element}\n'

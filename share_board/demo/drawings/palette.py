"""The colours of the town: chalky and warm, with one dark plum for small things instead of black."""

from PIL import ImageColor

Colour = str

PAPER = "#fbf4e6"
CREAM = "#fff8ea"
WHITE = "#fffdf7"
INK = "#4b4257"
STONE = "#b9b2b4"
STEEL = "#8f97a8"
SILVER = "#d5d8de"
CORAL = "#e6806d"
ROSE = "#f2b4ac"
BLUSH = "#f8d9d0"
PEACH = "#f7c9a3"
MUSTARD = "#efb84f"
BUTTER = "#f9de9a"
LEAF = "#7fae7c"
MOSS = "#5f8f6b"
MINT = "#bfdcc0"
TEAL = "#4f9a9c"
LAGOON = "#97cbc8"
SKY = "#cfe6ee"
BLUE = "#7fb2d3"
NAVY = "#50638f"
LILAC = "#c6b9dd"
PLUM = "#8d78ad"
WOOD = "#cf9d6c"
OAK = "#e2bd8d"
BARK = "#9a6f50"
COCOA = "#6f4f40"
GOLDEN = "#e0a35a"


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the way from `one` to `other`."""
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def darker(colour: Colour, share: float = 0.18) -> Colour:
    return mix(colour, INK, share)


def lighter(colour: Colour, share: float = 0.35) -> Colour:
    return mix(colour, WHITE, share)


def sheer(colour: Colour, opacity: float) -> Colour:
    """The same colour, but what lies below shows through."""
    return f"{colour[:7]}{round(opacity * 255):02x}"

"""Tables, chairs and the small things that stand on them. (x, y) is where a thing stands, unless it says otherwise."""

from share_board.demo.drawings.canvas import Canvas, ellipse
from share_board.demo.drawings.palette import (
    BARK,
    BUTTER,
    CORAL,
    CREAM,
    INK,
    LAGOON,
    LEAF,
    MUSTARD,
    OAK,
    ROSE,
    SILVER,
    STEEL,
    STONE,
    WHITE,
    WOOD,
    Colour,
    darker,
    lighter,
    sheer,
)  # fmt: skip


def table(
    c: Canvas, x: float, y: float, width: float, colour: Colour = OAK, *, depth: float = 60, height: float = 110
) -> None:
    """A table seen a little from above; the front legs end at y."""
    half, top = width / 2, y - height
    c.shadow(x, y - depth * 0.35, half * 1.02, depth * 0.42, 0.22)
    legs = darker(colour, 0.25)
    for side in (-1, 1):
        c.line([(x + side * half * 0.84, top), (x + side * half * 0.84, y - depth * 0.72)], darker(legs, 0.2), 9)
        c.line([(x + side * (half - 16), top + 10), (x + side * (half - 16), y - 4)], legs, 13)
    c.fill(
        [(x - half * 0.9, top - depth), (x + half * 0.9, top - depth), (x + half, top), (x - half, top)],
        colour,
        "slope",
        0.25,
    )
    c.box(x - half, top - 2, width, 18, darker(colour, 0.16), 5, depth=0.2)


def round_table(c: Canvas, x: float, y: float, r: float, colour: Colour = OAK, *, height: float = 100) -> None:
    top = y - height
    c.shadow(x, y - 4, r * 0.9, r * 0.2, 0.25)
    c.oval(x, y - 8, r * 0.42, r * 0.11, darker(colour, 0.3), depth=0.2)
    c.line([(x, y - 12), (x, top)], darker(colour, 0.25), 20)
    c.oval(x, top + 12, r, r * 0.3, darker(colour, 0.2), depth=0.2)
    c.oval(x, top, r, r * 0.3, colour, "slope", 0.25)


def chair(c: Canvas, x: float, y: float, colour: Colour = CORAL, *, size: float = 1.0, view: str = "front") -> None:
    """About 170 high. `view` is the side we see, front or back; left and right are profiles that face there."""
    metal = STEEL
    with c.at(x, y, size, flip=view == "left"):
        c.shadow(4, -4, 52, 12, 0.22)
        if view in {"left", "right"}:
            c.line([(-36, 0), (-30, -84)], darker(metal, 0.1), 7)
            c.line([(36, 0), (32, -80)], darker(metal, 0.1), 7)
            c.line([(-34, -84), (-46, -160)], metal, 8)
            c.fill([(-56, -172), (-38, -172), (-28, -104), (-44, -104)], colour, "slope", 0.4)
            c.box(-42, -92, 88, 18, colour, 8, "slope", 0.4)
            return
        for side in (-1, 1):
            c.line([(side * 34, -78), (side * 38, -16)], darker(metal, 0.15), 6)
            c.line([(side * 36, -70), (side * 44, 0)], metal, 7)
        if view == "front":
            for side in (-1, 1):
                c.line([(side * 34, -84), (side * 36, -150)], metal, 7)
            c.box(-44, -174, 88, 56, colour, 14, "slope", 0.4)
            c.fill([(-40, -96), (40, -96), (48, -70), (-48, -70)], lighter(colour, 0.12), "slope", 0.3)
            c.box(-48, -72, 96, 12, darker(colour), 5, depth=0.2)
        else:
            c.fill([(-44, -92), (44, -92), (40, -74), (-40, -74)], darker(colour), "slope", 0.3)
            for side in (-1, 1):
                c.line([(side * 40, -78), (side * 38, -160)], metal, 7)
            c.box(-46, -178, 92, 60, colour, 15, "slope", 0.45)


def armchair(c: Canvas, x: float, y: float, colour: Colour, *, size: float = 1.0) -> None:
    sofa(c, x, y, colour, width=170, size=size)


def sofa(c: Canvas, x: float, y: float, colour: Colour, *, width: float = 360, size: float = 1.0) -> None:
    with c.at(x, y, size):
        half = width / 2
        c.shadow(0, -4, half + 10, 15, 0.28)
        for side in (-1, 1):
            c.line([(side * (half - 20), -26), (side * (half - 16), -4)], BARK, 12)
        c.box(-half + 14, -190, width - 28, 150, colour, 34, "slope", 0.4)
        count = max(1, round((width - 60) / 140))
        for number in range(count):
            c.box(
                -half + 34 + number * (width - 68) / count,
                -104,
                (width - 68) / count - 4,
                46,
                lighter(colour, 0.18),
                16,
                "slope",
                0.35,
            )
        c.box(-half + 22, -66, width - 44, 46, darker(colour, 0.06), 12, "down", 0.4)
        for side in (-1, 1):
            c.box(side * (half - 22) - 24, -128, 48, 110, colour, 22, "slope", 0.5)


def cup(c: Canvas, x: float, y: float, colour: Colour = WHITE, *, size: float = 1.0, steam: bool = False) -> None:
    """A cup on its saucer."""
    with c.at(x, y, size):
        c.shadow(2, 2, 40, 9, 0.25)
        c.oval(0, -2, 38, 10, darker(colour, 0.05), depth=0.2)
        c.arc(26, -26, 13, 12, -90, 100, darker(colour, 0.08), 7)
        c.fill([(-27, -46), (27, -46), (20, -10), (10, -3), (-10, -3), (-20, -10)], colour, "pipe", 0.5)
        c.oval(0, -46, 27, 8, "#b98a5f", depth=0.1)
        c.arc(0, -46, 27, 8, 0, 360, lighter(colour, 0.6), 3.5)
        if steam:
            steam_above(c, 0, -58, 0.8)


def steam_above(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    with c.at(x, y, size):
        for side, high in ((-16, 46), (2, 66), (20, 44)):
            c.curve(
                [(side, 0), (side - 9, -high * 0.35), (side + 8, -high * 0.68), (side, -high)], sheer(WHITE, 0.75), 7
            )


def teapot(c: Canvas, x: float, y: float, colour: Colour = LAGOON, *, size: float = 1.0) -> None:
    with c.at(x, y, size):
        c.shadow(0, 0, 60, 11)
        c.arc(62, -44, 24, 24, -100, 100, darker(colour), 11)
        c.fill([(-38, -54), (-84, -82), (-90, -70), (-46, -22)], colour, "slope", 0.4)
        c.oval(0, -42, 60, 44, colour, depth=0.6)
        c.oval(0, -80, 30, 9, lighter(colour, 0.2), depth=0.2)
        c.oval(0, -92, 9, 9, MUSTARD, depth=0.3)


def whiteboard(c: Canvas, x: float, y: float, width: float, height: float, *, stand: bool = True) -> None:
    """(x, y) is the upper left corner of the board."""
    if stand:
        for side in (0.12, 0.88):
            c.line([(x + width * side, y + height), (x + width * side, y + height + 150)], STEEL, 9)
            c.line([(x + width * side - 40, y + height + 150), (x + width * side + 40, y + height + 150)], STEEL, 9)
    c.box(x - 8, y - 8, width + 16, height + 16, SILVER, 10, depth=0.3)
    c.box(x, y, width, height, WHITE, 5, depth=0.15)
    c.box(x + width * 0.3, y + height + 4, width * 0.4, 12, STEEL, 4, depth=0.2)
    c.line([(x + width * 0.36, y + height), (x + width * 0.46, y + height)], CORAL, 8)


def flip_drawing(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    """What somebody sketched on a board: a sun, a tent, an arrow."""
    with c.at(x, y, size):
        c.arc(-90, -10, 22, 22, 0, 360, CORAL, 5)
        for number in range(8):
            with c.at(-90, -10, turn=number * 45):
                c.line([(0, -32), (0, -44)], CORAL, 5)
        c.line([(-30, 30), (10, -30), (50, 30), (-30, 30)], LAGOON, 5)
        c.curve([(66, 0), (96, -12), (126, -2)], INK, 4)
        c.line([(112, -16), (127, -2), (112, 12)], INK, 4)
        c.line([(150, 26), (150, -20), (180, -20), (180, 26), (150, 26)], LEAF, 5)


def screen(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """A projection screen hanging from its case; (x, y) is the upper left corner."""
    c.box(x - 14, y - 24, width + 28, 26, STONE, 8, "down", 0.4)
    c.box(x, y, width, height, WHITE, 2, depth=0.1)
    frame = [
        (x + 18, y + 16),
        (x + width - 18, y + 16),
        (x + width - 18, y + height - 18),
        (x + 18, y + height - 18),
    ]
    with c.inside(frame), c.at(x, y):
        c.box(0, 0, width, height, "#d7e9ee", 0, depth=0.1)
        c.oval(width * 0.24, height * 0.3, height * 0.11, None, MUSTARD, depth=0.2)
        c.oval(width * 0.3, height * 1.08, width * 0.42, height * 0.46, LEAF, depth=0.3)
        c.oval(width * 0.82, height * 1.14, width * 0.4, height * 0.42, LAGOON, depth=0.3)
    c.box(x - 4, y + height - 4, width + 8, 12, STONE, 5, depth=0.3)


def picture_frame(c: Canvas, x: float, y: float, width: float, height: float, paint: Colour = ROSE) -> None:
    """A framed picture of a flower; (x, y) is the upper left corner."""
    c.box(x + 4, y + 5, width, height, sheer(INK, 0.14), 6)
    c.box(x, y, width, height, WOOD, 6, depth=0.3)
    c.box(x + 10, y + 10, width - 20, height - 20, CREAM, 2, depth=0.1)
    middle, down = x + width / 2, y + height * 0.45
    c.line([(middle, down), (middle, y + height - 22)], LEAF, 6)
    for px, py in ellipse(middle, down, width * 0.13, width * 0.13)[:-1:2][:6]:
        c.oval(px, py, width * 0.09, None, paint, depth=0.2)
    c.oval(middle, down, width * 0.075, None, BUTTER, depth=0.2)


def vase(c: Canvas, x: float, y: float, *, size: float = 1.0, colour: Colour = LAGOON) -> None:
    with c.at(x, y, size):
        c.shadow(2, 0, 24, 6)
        for lean, high, bloom in ((-26, 82, CORAL), (24, 88, MUSTARD), (0, 104, ROSE)):
            c.curve([(0, -30), (lean * 0.5, -high * 0.6), (lean, -high)], LEAF, 4)
            for px, py in ellipse(lean, -high, 10, 10)[:-1:2][:5]:
                c.oval(px, py, 8, None, bloom, depth=0.2)
            c.oval(lean, -high, 6, None, BUTTER, depth=0)
        c.blob([(-11, -44), (11, -44), (22, -18), (14, 0), (-14, 0), (-22, -18)], colour, depth=0.5)

"""Marks and gestures that say something without letters."""

from share_board.demo.drawings.canvas import Canvas
from share_board.demo.drawings.palette import MUSTARD, STONE, WHITE, Colour, darker, lighter


def heart(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    with c.at(x, y, size):
        c.blob(
            [(0, -18), (20, -40), (46, -28), (44, 0), (22, 26), (0, 44), (-22, 26), (-44, 0), (-46, -28), (-20, -40)],
            colour,
            depth=0.4,
        )


def bubble(c: Canvas, x: float, y: float) -> None:
    c.blob(
        [
            (x - 86, y),
            (x - 70, y - 52),
            (x, y - 68),
            (x + 70, y - 52),
            (x + 86, y),
            (x + 60, y + 44),
            (x, y + 54),
            (x - 60, y + 44),
        ],
        WHITE,
        depth=0.15,
    )
    c.dots([(x - 38, y - 6), (x, y - 6), (x + 38, y - 6)], 9, STONE)


def access_mark(c: Canvas, x: float, y: float) -> None:
    with c.at(x, y, 1.15):
        c.oval(-4, -42, 9, 9, WHITE, depth=0)
        c.line([(-4, -28), (-2, 2), (26, 2), (38, 34)], WHITE, 10)
        c.line([(-3, -14), (22, -14)], WHITE, 8)
        c.arc(0, 18, 30, 30, 55, 232, WHITE, 9)


def hand(
    c: Canvas, x: float, y: float, size: float, stretched: tuple[int, ...], *, turn: float = 0, flip: bool = False
) -> None:
    """A large open hand seen from the palm; `stretched` says for thumb, index ... little finger which are out."""
    skin = "#f5d0b5"
    line = darker(skin, 0.2)
    with c.at(x, y, size, turn=turn, flip=flip):
        c.fill([(-34, 74), (34, 74), (44, 150), (-44, 150)], skin, "pipe", 0.4)
        c.box(-52, 104, 104, 60, MUSTARD, 14, "pipe", 0.5)
        tips = ((-44, -128), (-6, -152), (32, -142), (62, -108))
        roots = ((-34, -22), (-7, -30), (20, -28), (44, -16))
        for (tx, ty), (rx, ry), out in zip(tips, roots, stretched[1:], strict=True):
            if out:
                c.line([(rx, ry + 10), (tx, ty)], skin, 29)
                c.line([(tx - 5, ty - 4), (tx + 5, ty - 4)], lighter(skin, 0.4), 7)
        c.blob(
            [(-52, -24), (-10, -46), (36, -40), (60, -10), (54, 50), (34, 90), (-30, 90), (-52, 40)], skin, depth=0.35
        )
        if stretched[0]:
            c.curve([(-36, 48), (-74, 14), (-106, -34)], skin, 31)
        else:
            c.curve([(-44, 40), (-10, 34), (20, 12)], darker(skin, 0.06), 30)
        for (rx, ry), out in zip(roots, stretched[1:], strict=True):
            if not out:
                c.box(rx - 15, ry - 14, 30, 56, darker(skin, 0.05), 14, "down", 0.35)
                c.box(rx - 8, ry + 25, 16, 13, lighter(skin, 0.4), 6, depth=0)
        if all(stretched):
            c.curve([(-38, 4), (-4, 22), (44, 8)], line, 3.5)
            c.curve([(-30, -2), (-14, 34), (-16, 70)], line, 3.5)

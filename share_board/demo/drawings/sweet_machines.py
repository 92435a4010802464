"""Machines that make sweet things, on their counter at the festival."""

from share_board.demo.drawings import scenery
from share_board.demo.drawings.canvas import Canvas
from share_board.demo.drawings.palette import (
    BLUE,
    BUTTER,
    CORAL,
    CREAM,
    INK,
    LAGOON,
    MUSTARD,
    NAVY,
    OAK,
    ROSE,
    SILVER,
    STEEL,
    TEAL,
    WHITE,
    WOOD,
    Colour,
    darker,
    lighter,
    sheer,
)


def block_ice_machine(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.festival(c)
    scenery.lanterns(c, 6, 30)
    scenery.counter(c, m, 610)
    _pennant(c, 930, 230)
    iron = c.random.choice((TEAL, "#5b86a8", "#5f8f6b"))
    c.shadow(520, 704, 250, 26, 0.35)
    c.box(330, 660, 380, 46, iron, 16, depth=0.5)
    c.blob(
        [(352, 664), (372, 560), (352, 380), (384, 270), (450, 246), (466, 300), (424, 400), (440, 560), (456, 664)],
        iron,
        depth=0.6,
    )
    c.box(360, 250, 330, 60, iron, 26, depth=0.5)
    c.box(500, 306, 44, 60, STEEL, 8, "pipe", 0.5)
    c.fill([(450, 362), (600, 362), (588, 376), (462, 376)], STEEL, depth=0.3)
    c.fill([(452, 376), (596, 376), (590, 474), (460, 474)], "#d9eef4", "slope", 0.5)
    c.line([(478, 392), (478, 450)], WHITE, 9)
    c.line([(500, 392), (500, 420)], WHITE, 7)
    c.box(424, 474, 204, 26, iron, 10, depth=0.5)
    c.line([(520, 250), (520, 200)], STEEL, 18)
    c.arc(690, 276, 92, 104, 0, 360, darker(iron, 0.25), 20)
    for spoke in range(4):
        with c.at(690, 276, turn=spoke * 45 + 10):
            c.line([(0, -92), (0, 92)], darker(iron, 0.25), 9)
    c.oval(690, 276, 22, 22, MUSTARD, depth=0.5)
    c.line([(766, 226), (818, 226)], WOOD, 24)
    c.dots([(c.random.uniform(490, 560), c.random.uniform(505, 545)) for _ in range(12)], 4, WHITE)
    _ice_bowl(c, 526, 676, CORAL, size=0.86)
    _ice_bowl(c, 180, 740, "#7fb069", size=1.05)
    _ice_bowl(c, 800, 750, BLUE, size=1.0)


def electric_ice_machine(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.festival(c)
    scenery.bunting(c, 20, 46)
    scenery.counter(c, m, 600)
    for x, colour in ((400, c.random.choice((BLUE, LAGOON))), (740, ROSE)):
        c.shadow(x, 690, 130, 20, 0.3)
        c.box(x - 112, 652, 224, 40, colour, 18, depth=0.5)
        c.box(x - 108, 330, 70, 350, colour, 26, "pipe", 0.5)
        c.blob(
            [
                (x - 120, 430),
                (x - 126, 330),
                (x - 96, 262),
                (x, 244),
                (x + 96, 262),
                (x + 122, 330),
                (x + 112, 430),
                (x, 446),
            ],
            colour,
            depth=0.6,
        )
        c.box(x - 86, 196, 172, 72, sheer("#dff0f5", 1.0)[:7], 26, depth=0.4)
        for ix, iy in ((-46, 0), (-8, -14), (32, 2), (12, 14)):
            with c.at(x + ix, 236 + iy, turn=ix):
                c.box(-16, -16, 32, 32, WHITE, 6, depth=0.3)
        c.box(x - 96, 178, 192, 28, lighter(colour, 0.3), 13, depth=0.4)
        c.oval(x + 34, 352, 34, 34, lighter(colour, 0.5), depth=0.3)
        c.line([(x + 34, 352), (x + 48, 334)], INK, 6)
        c.oval(x - 30, 352, 12, 12, MUSTARD, depth=0.3)
        c.fill([(x - 10, 438), (x + 58, 438), (x + 44, 476), (x + 4, 476)], lighter(colour, 0.4), depth=0.3)
        c.dots([(x + c.random.uniform(0, 48), c.random.uniform(484, 510)) for _ in range(10)], 4, WHITE)
        _ice_bowl(c, x + 26, 668, (CORAL, BUTTER)[x > 500], size=0.92)
    for number, colour in enumerate((CORAL, "#86b56c", BLUE)):
        x = 960 + number * 72
        c.shadow(x, 700, 32, 8)
        c.box(x - 27, 560, 54, 140, colour, 14, "pipe", 0.5)
        c.box(x - 27, 606, 54, 52, WHITE, 4, "pipe", 0.3)
        c.fill([(x - 16, 562), (x + 16, 562), (x + 8, 524), (x - 8, 524)], lighter(colour, 0.2), depth=0.4)
        c.box(x - 9, 508, 18, 22, WHITE, 4, depth=0.2)
    _ice_bowl(c, 170, 740, "#a9c86e", size=1.1)


def cotton_candy_machine(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.festival(c)
    scenery.bunting(c, 20, 46)
    scenery.counter(c, m, 630)
    c.shadow(520, 720, 250, 26, 0.35)
    c.box(380, 600, 280, 118, CORAL, 18, depth=0.5)
    c.box(412, 636, 90, 48, CREAM, 8, depth=0.2)
    c.oval(560, 660, 22, 22, CREAM, depth=0.3)
    c.line([(560, 660), (570, 646)], INK, 6)
    c.oval(618, 660, 12, 12, MUSTARD, depth=0.3)
    c.blob([(230, 470), (810, 470), (760, 560), (660, 606), (380, 606), (280, 560)], SILVER, "pipe", 0.6)
    c.oval(520, 470, 292, 64, lighter(SILVER, 0.4), depth=0.2)
    c.oval(520, 480, 262, 48, "#aeb3c0", "up", 0.4)
    c.oval(520, 486, 56, 16, STEEL, depth=0.4)
    c.box(492, 452, 56, 34, STEEL, 8, "pipe", 0.5)
    for x, y, rx, ry in ((380, 474, 96, 24), (660, 478, 98, 22), (520, 446, 120, 18)):
        c.oval(x, y, rx, ry, sheer("#f9d6d9", 0.75))
    _fluff(c, 590, 280, 1.25, "#f6c4cc")
    c.line([(556, 404), (520, 470)], OAK, 11)
    for x, y, colour in ((900, 560, "#cfe0f2"), (1040, 590, "#f8e2a8"), (180, 590, "#d9cdec")):
        c.line([(x, y), (x, y + 150)], OAK, 10)
        _fluff(c, x, y - 60, 0.82, colour)


def popcorn_machine(c: Canvas) -> None:
    scenery.festival(c)
    scenery.bunting(c, 16, 40)
    c.shadow(560, 720, 260, 28, 0.35)
    for x in (420, 700):
        c.arc(x, 680, 52, 52, 0, 360, INK, 11)
        for spoke in range(4):
            with c.at(x, 680, turn=spoke * 45):
                c.line([(0, -50), (0, 50)], MUSTARD, 6)
    c.box(370, 560, 380, 84, CORAL, 12, depth=0.5)
    c.line([(750, 600), (860, 560)], STEEL, 13)
    c.line([(846, 566), (876, 554)], INK, 17)
    c.box(384, 236, 352, 330, "#fdf0d2", 8, depth=0.2)
    c.dots(
        [(c.random.uniform(404, 716), c.random.uniform(430, 560)) for _ in range(90)],
        17,
        "#fbe7b0",
    )
    for _ in range(60):
        left, top = c.random.uniform(400, 720), c.random.uniform(452, 556)
        c.oval(left, top, 15, 14, c.random.choice((CREAM, "#fbe3a0", WHITE)), depth=0.5)
    c.box(500, 300, 120, 76, STEEL, 26, depth=0.6)
    c.line([(560, 236), (560, 300)], STEEL, 10)
    for _ in range(16):
        c.oval(
            c.random.uniform(450, 680),
            c.random.uniform(380, 450),
            11,
            10,
            c.random.choice((CREAM, "#fbe3a0")),
            depth=0.4,
        )
    c.fill([(400, 244), (470, 244), (430, 560), (400, 560)], sheer(WHITE, 0.4))
    for x in (384, 728):
        c.box(x - 8, 236, 18, 330, CORAL, 4, "pipe", 0.4)
    c.box(364, 556, 392, 20, MUSTARD, 6, depth=0.3)
    c.blob([(350, 240), (372, 176), (450, 150), (560, 142), (670, 150), (748, 176), (770, 240)], CORAL, "down", 0.4)
    for number in range(7):
        x = 350 + number * 60
        c.blob(
            [(x, 234), (x + 60, 234), (x + 56, 262), (x + 30, 276), (x + 4, 262)], (CREAM, CORAL)[number % 2], depth=0.3
        )
    for x, y, size in ((190, 740, 1.2), (950, 750, 1.35), (1090, 720, 1.0)):
        with c.at(x, y, size):
            c.shadow(0, 0, 56, 11)
            for _ in range(16):
                c.oval(
                    c.random.uniform(-46, 46),
                    c.random.uniform(-164, -126),
                    17,
                    15,
                    c.random.choice((CREAM, "#fbe3a0", WHITE)),
                    depth=0.5,
                )
            for stripe in range(5):
                top, low = -54 + stripe * 21.6, -38 + stripe * 15.2
                c.fill(
                    [(top, -128), (top + 21.6, -128), (low + 15.2, 0), (low, 0)],
                    (CORAL, WHITE)[stripe % 2],
                    "down",
                    0.3,
                )


def _pennant(c: Canvas, x: float, y: float) -> None:
    """The flag of every stall with shaved ice: white, waves below, red in the middle."""
    c.line([(x, y - 10), (x, y + 300)], WOOD, 9)
    c.line([(x - 8, y), (x + 110, y)], WOOD, 7)
    c.box(x + 8, y + 6, 96, 200, WHITE, 3, "down", 0.2)
    c.oval(x + 56, y + 76, 30, 30, CORAL, depth=0.3)
    for side in range(6):
        with c.at(x + 56, y + 76, turn=side * 60):
            c.line([(0, 0), (0, -17)], WHITE, 5)
    for row, colour in enumerate((LAGOON, BLUE, NAVY)):
        top = y + 136 + row * 22
        c.blob(
            [
                (x + 8, top),
                (x + 32, top - 10),
                (x + 56, top),
                (x + 80, top - 10),
                (x + 104, top),
                (x + 104, top + 24),
                (x + 8, top + 24),
            ],
            colour,
            depth=0.2,
        )


def _ice_bowl(c: Canvas, x: float, y: float, syrup: Colour, *, size: float = 1.0) -> None:
    with c.at(x, y, size):
        c.shadow(0, 0, 60, 11)
        c.blob([(-66, -70), (-44, -128), (0, -156), (44, -128), (66, -70), (0, -58)], WHITE, "round", 0.4)
        c.blob(
            [(-42, -112), (-26, -142), (0, -158), (26, -142), (42, -112), (24, -92), (6, -106), (-16, -86)],
            syrup,
            "round",
            0.35,
        )
        c.fill([(-74, -74), (74, -74), (40, -22), (-40, -22)], sheer("#bfe0ea", 0.95), depth=0)
        c.fill([(-74, -74), (74, -74), (40, -22), (-40, -22)], "#c9e5ec", "pipe", 0.5)
        c.oval(0, -14, 46, 13, "#b4d6e0", depth=0.3)
        c.line([(40, -110), (84, -166)], MUSTARD, 8)


def _fluff(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    with c.at(x, y, size):
        for dx, dy, r in (
            (-62, 30, 58),
            (62, 28, 60),
            (0, 62, 66),
            (-48, -40, 56),
            (46, -44, 58),
            (0, -78, 52),
            (0, 0, 84),
        ):
            c.oval(dx, dy, r, r * 0.92, colour, "round", 0.45)
        for dx, dy, r in ((-40, -10, 34), (20, -40, 30), (34, 26, 30), (-14, 44, 26)):
            c.arc(dx, dy, r, r * 0.8, 200, 330, lighter(colour, 0.5), 5)

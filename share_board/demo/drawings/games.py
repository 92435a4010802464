"""Games for all ages, and the pot around which everybody gathers."""

from share_board.demo.drawings import furniture, scenery
from share_board.demo.drawings.canvas import Canvas
from share_board.demo.drawings.palette import (
    BARK,
    BLUE,
    BUTTER,
    CORAL,
    CREAM,
    GOLDEN,
    INK,
    LAGOON,
    LEAF,
    MOSS,
    MUSTARD,
    OAK,
    ROSE,
    SILVER,
    STEEL,
    WHITE,
    WOOD,
    darker,
    lighter,
    sheer,
)
from share_board.demo.drawings.people import child, elder, onlooker, person, somebody


def boccia(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 330)
    for x in (80, 470, 860):
        scenery.window(c, x, 50, 260, 160, "day")
    c.line([(120, 800), (360, 350)], WHITE, 11)
    c.line([(1080, 800), (840, 350)], WHITE, 11)
    c.line([(250, 560), (950, 560)], WHITE, 9)
    with c.at(250, 760, 1.0):
        c.line([(-150, -250), (-150, -10)], STEEL, 12)
        c.line([(30, -70), (30, -6)], STEEL, 12)
        c.fill([(-190, -300), (-130, -318), (130, -50), (74, -30)], LAGOON, "slope", 0.5)
        c.line([(-190, -300), (74, -30)], darker(LAGOON, 0.2), 12)
        c.line([(-130, -318), (130, -50)], darker(LAGOON, 0.2), 12)
        c.oval(-126, -290, 33, 33, CORAL, depth=0.7)
    for x, y, r, colour in (
        (560, 450, 34, BLUE), (700, 420, 33, CORAL), (640, 520, 38, CORAL), (800, 480, 36, BLUE),
        (720, 600, 36, WHITE), (640, 650, 50, CORAL), (820, 640, 50, BLUE), (920, 720, 56, CORAL), (530, 724, 56, BLUE),
    ):  # fmt: skip
        c.shadow(x + 4, y + r - 4, r * 1.05, r * 0.28, 0.35)
        c.oval(x, y, r, r, colour, depth=0.8)
        c.arc(x, y, r * 0.92, r * 0.4, 15, 165, darker(colour, 0.18), 3.5)
        c.arc(x, y, r * 0.4, r * 0.92, 105, 255, darker(colour, 0.18), 3.5)


def molkky(c: Canvas) -> None:
    scenery.meadow(c, 420)
    spots = [(x, 560, 0.86) for x in (560, 640)] + [(x, 606, 1.0) for x in (510, 600, 690)]
    spots += [(x, 660, 1.14) for x in (450, 548, 650, 752)] + [(x, 716, 1.28) for x in (490, 600, 712)]
    for number, (x, y, size) in enumerate(spots):
        with c.at(x + c.random.uniform(-4, 4), y, size):
            c.shadow(6, 0, 36, 9, 0.35)
            c.fill([(-27, -96), (27, -124), (27, 0), (-27, 0)], OAK, "pipe", 0.7)
            c.fill([(-27, -96), (0, -122), (27, -124), (2, -98)], lighter(OAK, 0.5), depth=0.2)
            c.oval(0, 0, 27, 7, darker(OAK, 0.1), depth=0)
            c.box(-27, -52, 54, 16, (CORAL, BLUE, MUSTARD, LEAF)[number % 4], 0, "pipe", 0.5)
    with c.at(322, 470, turn=-24):
        c.fill([(-26, -60), (26, -60), (26, 60), (-26, 60)], WOOD, "pipe", 0.7)
        c.oval(0, -60, 26, 10, lighter(WOOD, 0.35), depth=0.2)
    for number in range(3):
        c.curve(
            [
                (236 + number * 12, 560 - number * 30),
                (262 + number * 10, 520 - number * 22),
                (284 + number * 8, 500 - number * 18),
            ],
            WHITE,
            6,
        )
    person(c, 150, 740, elder(c.random), size=1.25, right=(92, -178), gaze=0.8)
    person(c, 1010, 660, somebody(c.random), size=1.0, left=(-60, -230), gaze=-0.6)
    person(c, 1110, 720, child(c.random), size=1.3, left=(-66, -226), right=(62, -226), gaze=-0.7, mouth="open")


def cooking_pot(c: Canvas) -> None:
    scenery.meadow(c, 480)
    c.shadow(560, 734, 330, 32, 0.35)
    c.box(270, 540, 580, 190, "#b9a99a", 18, depth=0.5)
    for row in range(3):
        for number in range(6):
            x = 282 + number * 98 - (row % 2) * 40
            c.box(
                max(274, x),
                548 + row * 60,
                min(88, 844 - x),
                52,
                lighter("#b9a99a", c.random.uniform(0.05, 0.3)),
                9,
                depth=0.3,
            )
    c.box(440, 590, 240, 140, "#5c5060", 60, "up", 0.4)
    for x, tall, colour in ((500, 80, CORAL), (560, 112, MUSTARD), (620, 84, CORAL), (560, 62, BUTTER)):
        c.blob(
            [
                (x - 34, 722),
                (x - 36, 690),
                (x - 8, 722 - tall),
                (x + 6, 690 - tall * 0.2),
                (x + 34, 686),
                (x + 32, 722),
            ],
            colour,
            depth=0.3,
        )
    c.line([(470, 724), (650, 716)], BARK, 20)
    c.line([(480, 712), (640, 726)], BARK, 18)
    for side in (-1, 1):
        c.arc(560 + side * 252, 420, 42, 34, -90 if side > 0 else 90, 90 if side > 0 else 270, STEEL, 17)
    c.blob([(316, 350), (804, 350), (800, 470), (760, 540), (560, 556), (360, 540), (320, 470)], SILVER, "pipe", 0.6)
    c.oval(560, 350, 250, 58, lighter(SILVER, 0.35), depth=0.3)
    c.oval(560, 354, 226, 46, "#d9975f", "up", 0.3)
    for x, y, colour in (
        (430, 350, CORAL),
        (500, 372, CREAM),
        (560, 340, LEAF),
        (640, 368, GOLDEN),
        (700, 346, CREAM),
        (610, 336, CORAL),
        (470, 332, LEAF),
        (540, 380, CORAL),
    ):
        c.oval(x, y, 26, 12, colour, depth=0.4)
    c.line([(640, 360), (770, 150)], WOOD, 17)
    c.oval(626, 372, 40, 19, STEEL, depth=0.4)
    for x in (450, 560, 660):
        furniture.steam_above(c, x, 290, 2.0)
    furniture.table(c, 1040, 740, 300, OAK, depth=60, height=120)
    for x, y in ((950, 596), (1040, 590), (1126, 596), (994, 622), (1088, 624)):
        c.fill([(x - 40, y - 34), (x + 40, y - 34), (x + 24, y), (x - 24, y)], (CORAL, LAGOON)[x % 4 == 0], "pipe", 0.5)
        c.oval(x, y - 34, 40, 11, "#e9b888", depth=0.2)
    person(c, 130, 740, somebody(c.random, apron=WHITE), size=1.15, right=(80, -170), gaze=0.8)


def kamishibai(c: Canvas) -> None:
    """A little stage with doors, a picture in it, and the heads of those who look."""
    m = scenery.mood(c)
    scenery.room(c, m, 520)
    furniture.table(c, 600, 700, 620, OAK, depth=70, height=130)
    c.shadow(600, 540, 260, 12, 0.3)
    for side in (-1, 1):
        c.fill(
            [(600 + side * 236, 156), (600 + side * 360, 120), (600 + side * 360, 540), (600 + side * 236, 520)],
            darker(WOOD, 0.1),
            "slope",
            0.5,
        )
        c.fill(
            [(600 + side * 254, 178), (600 + side * 344, 150), (600 + side * 344, 508), (600 + side * 254, 494)],
            WOOD,
            "slope",
            0.3,
        )
    c.box(350, 140, 500, 396, WOOD, 8, "slope", 0.4)
    c.blob(
        [(340, 150), (420, 108), (520, 112), (600, 76), (680, 112), (780, 108), (860, 150)],
        darker(WOOD, 0.12),
        "down",
        0.5,
    )
    frame = [(392, 184), (808, 184), (808, 496), (392, 496)]
    with c.inside(frame):
        c.box(380, 170, 440, 340, "#5e6a97", 0, depth=0)
        c.oval(720, 254, 44, 44, BUTTER, depth=0.2)
        c.dots([(c.random.uniform(400, 800), c.random.uniform(190, 330)) for _ in range(14)], 3.5, CREAM)
        c.oval(480, 540, 260, 150, LEAF, depth=0.4)
        c.oval(790, 560, 220, 150, MOSS, depth=0.4)
        with c.at(560, 440):
            for side in (-1, 1):
                c.blob([(side * 12, -80), (side * 16, -160), (side * 34, -166), (side * 36, -90)], CREAM, depth=0.4)
                c.blob([(side * 19, -90), (side * 22, -146), (side * 29, -148), (side * 30, -96)], ROSE, depth=0.2)
            c.oval(0, 0, 52, 50, CREAM, depth=0.4)
            c.oval(0, -66, 46, 42, CREAM, depth=0.4)
            for side in (-1, 1):
                c.oval(side * 16, -70, 5, 6, INK, depth=0)
                c.oval(side * 27, -54, 9, 6, sheer(CORAL, 0.4), depth=0)
            c.arc(0, -58, 8, 7, 20, 160, INK, 3)
        c.blob([(640, 480), (652, 424), (664, 480)], CORAL, depth=0.3)
        c.oval(652, 424, 30, 20, CORAL, depth=0.4)
        c.dots([(642, 420), (660, 428), (656, 414)], 4, WHITE)
    c.line([*frame, frame[0]], darker(WOOD, 0.3), 12)
    person(c, 1060, 700, somebody(c.random, apron=ROSE), size=1.3, left=(-96, -200), gaze=-0.8, mouth="open")
    for number in range(6):
        onlooker(c, 110 + number * 150 + c.random.uniform(-14, 14), 850 + (number % 2) * 18, child(c.random), size=1.2)

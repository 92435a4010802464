"""What a summer festival or a new year's gathering borrows."""

from share_board.demo.drawings import furniture, scenery
from share_board.demo.drawings.canvas import Canvas
from share_board.demo.drawings.palette import (
    BLUE,
    BUTTER,
    CORAL,
    CREAM,
    INK,
    LAGOON,
    LEAF,
    LILAC,
    MOSS,
    MUSTARD,
    NAVY,
    OAK,
    ROSE,
    STEEL,
    TEAL,
    WHITE,
    WOOD,
    Colour,
    darker,
    lighter,
    sheer,
)
from share_board.demo.drawings.people import child, elder, person, somebody


def event_tent(c: Canvas) -> None:
    scenery.meadow(c, 500)
    scenery.bunting(c, 18, 40)
    c.shadow(600, 700, 470, 40, 0.25)
    for x in (260, 940):
        c.line([(x, 300), (x, 640)], darker(STEEL, 0.1), 9)
    person(c, 800, 676, somebody(c.random, apron=CREAM), size=0.95, left=(-70, -150), shadow=False)
    furniture.table(c, 600, 690, 520, OAK, depth=60, height=116)
    for number, colour in enumerate((CORAL, MUSTARD, LAGOON)):
        c.box(440 + number * 60, 516, 50, 48, colour, 6, depth=0.4)
    furniture.teapot(c, 700, 556, BLUE, size=0.75)
    c.fill([(330, 190), (870, 190), (1010, 350), (190, 350)], WHITE, "down", 0.35)
    c.fill([(330, 190), (430, 190), (370, 350), (190, 350)], lighter(BLUE, 0.15), "down", 0.35)
    c.fill([(870, 190), (770, 190), (830, 350), (1010, 350)], lighter(BLUE, 0.15), "down", 0.35)
    c.line([(330, 190), (870, 190)], STEEL, 10)
    for number in range(14):
        left = 190 + number * 58.6
        c.blob(
            [(left, 346), (left + 58.6, 346), (left + 56, 384), (left + 29, 402), (left + 3, 384)],
            (BLUE, WHITE)[number % 2],
            "down",
            0.3,
        )
    for x in (206, 994):
        c.line([(x, 350), (x, 716)], STEEL, 13)
        c.box(x - 30, 690, 60, 36, NAVY, 10, depth=0.5)
    person(c, 380, 752, child(c.random), size=1.05, right=(70, -190), gaze=0.6)
    person(c, 1090, 742, elder(c.random), size=1.0, left=(-74, -200), gaze=-0.7)


def one_touch_tent(c: Canvas) -> None:
    scenery.meadow(c, 500)
    _canopy(c, 330, 690, 1.2, c.random.choice((LEAF, TEAL)))
    _canopy(c, 850, 730, 1.45, c.random.choice((CORAL, MUSTARD)))
    furniture.round_table(c, 850, 716, 96, WHITE, height=84)
    furniture.cup(c, 822, 632, CORAL, size=0.7)
    furniture.cup(c, 884, 634, BLUE, size=0.7)
    for x, view in ((706, "right"), (994, "left")):
        furniture.chair(c, x, 726, BLUE, size=0.92, view=view)
    person(c, 330, 700, somebody(c.random), size=0.95, left=(-70, -230), right=(58, -110))


def _canopy(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """A tent that unfolds: crossed bars under a peaked roof, a weight on each foot."""
    with c.at(x, y, size):
        c.shadow(0, 0, 230, 22, 0.22)
        for side in (-1, 1):
            c.line([(side * 132, -270), (side * 132, -34)], darker(STEEL, 0.15), 6)
        for a, b in ((-196, 0), (0, 196)):
            c.line([(a, -268), (b, -222)], STEEL, 5)
            c.line([(a, -222), (b, -268)], STEEL, 5)
        c.blob(
            [(-214, -282), (-120, -330), (-30, -392), (0, -402), (30, -392), (120, -330), (214, -282), (0, -270)],
            colour,
            "slope",
            0.4,
        )
        c.fill([(0, -402), (30, -386), (120, -328), (212, -284), (70, -276)], darker(colour, 0.12), "slope", 0.3)
        c.fill([(-214, -284), (214, -284), (206, -240), (-206, -240)], lighter(colour, 0.12), "down", 0.35)
        for side in (-1, 1):
            c.line([(side * 196, -250), (side * 200, -4)], STEEL, 9)
            c.box(side * 200 - 22, -30, 44, 32, NAVY, 8, depth=0.5)


def mochi_set(c: Canvas) -> None:
    scenery.meadow(c, 500, sky="#e6eef2")
    c.shadow(500, 712, 220, 28, 0.35)
    c.blob(
        [
            (330, 470),
            (670, 470),
            (650, 560),
            (590, 620),
            (610, 700),
            (560, 716),
            (440, 716),
            (390, 700),
            (410, 620),
            (350, 560),
        ],
        WOOD,
        "pipe",
        0.7,
    )
    for y, half in ((520, 150), (566, 130), (660, 96)):
        c.arc(500, y - 30, half, 26, 20, 160, darker(WOOD, 0.15), 5)
    c.oval(500, 470, 172, 48, OAK, depth=0.3)
    c.oval(500, 474, 128, 32, darker(WOOD, 0.15), depth=0.4)
    c.blob([(392, 470), (420, 424), (480, 402), (560, 412), (606, 462), (560, 490), (440, 492)], WHITE, depth=0.5)
    with c.at(548, 306, turn=-38):
        c.box(-40, -92, 80, 184, darker(OAK, 0.12), 14, "pipe", 0.6)
        c.oval(0, 90, 40, 13, lighter(OAK, 0.2), depth=0.2)
    c.line([(286, 512), (548, 306)], OAK, 19)
    person(
        c,
        230,
        742,
        somebody(c.random, top=NAVY, apron=WHITE, cut="short"),
        size=1.25,
        right=(104, -228),
        left=(56, -192),
        gaze=0.8,
    )
    for number in range(3):
        y = 640 - number * 84
        c.box(800, y - 80, 250, 80, lighter(OAK, 0.12), 6, "pipe", 0.5)
        for x in (848, 925, 1002):
            c.line([(x, y - 72), (x, y - 8)], OAK, 4)
        c.box(794, y - 16, 262, 16, WOOD, 4, "pipe", 0.3)
    c.box(786, 372, 278, 28, WOOD, 10, "pipe", 0.4)
    c.box(900, 356, 50, 20, darker(WOOD), 6, depth=0.3)
    c.box(780, 640, 290, 90, "#6f6878", 14, "pipe", 0.5)
    for x in (870, 925, 980):
        c.blob(
            [(x - 20, 716), (x - 22, 690), (x, 656), (x + 22, 690), (x + 20, 716)],
            (CORAL, MUSTARD, CORAL)[(x - 870) // 55],
            depth=0.3,
        )
    furniture.steam_above(c, 920, 350, 1.8)
    c.shadow(660, 766, 110, 14)
    c.oval(660, 756, 112, 24, CORAL, depth=0.4)
    for x, y in ((600, 744), (654, 750), (708, 744), (632, 726), (682, 726)):
        c.oval(x, y, 30, 22, WHITE, depth=0.5)


def festival_games(c: Canvas) -> None:
    scenery.festival(c)
    scenery.lanterns(c, 6, 30)
    for row, y in enumerate((300, 430)):
        c.box(640, y, 500, 20, WOOD, 5, depth=0.4)
        prizes = (
            ((CORAL, 70), (BUTTER, 54), (LAGOON, 76), (LILAC, 60), (ROSE, 66))
            if row
            else ((BLUE, 62), (ROSE, 76), (MUSTARD, 58), (LEAF, 70), (CORAL, 56))
        )
        for number, (colour, tall) in enumerate(prizes):
            x = 690 + number * 98
            if (number + row) % 2:
                c.oval(x, y - 30, 32, 32, colour, depth=0.5)
                for side in (-1, 1):
                    c.oval(x + side * 20, y - 60, 12, 13, colour, depth=0.4)
                    c.oval(x + side * 10, y - 34, 4, 4, INK, depth=0)
                c.arc(x, y - 26, 8, 6, 20, 160, INK, 3)
            else:
                c.box(x - 27, y - tall, 54, tall, colour, 8, depth=0.5)
                c.line([(x, y - tall), (x, y)], lighter(colour, 0.55), 8)
    c.box(620, 210, 22, 440, WOOD, 5, "pipe", 0.4)
    c.box(1138, 210, 22, 440, WOOD, 5, "pipe", 0.4)
    c.box(560, 600, 660, 70, CORAL, 8, "down", 0.4)
    c.box(548, 580, 680, 26, OAK, 8, depth=0.3)
    with c.at(860, 566, turn=-9):
        c.line([(-60, 0), (170, -2)], BLUE, 17)
        c.line([(60, -1), (96, -1)], MUSTARD, 22)
        c.fill([(-190, 6), (-70, -16), (-40, 12), (-120, 20), (-184, 44)], WOOD, depth=0.5)
        c.arc(-50, 16, 16, 14, 0, 180, INK, 5)
        c.oval(176, -2, 11, 10, "#d6ab78", depth=0.3)
    with c.at(90, 0, 0.95):
        c.fill([(96, 590), (500, 590), (560, 740), (36, 740)], LAGOON, "slope", 0.4)
        c.fill([(36, 740), (560, 740), (560, 762), (36, 762)], darker(LAGOON, 0.25), depth=0.2)
        pegs = (
            (180, 620, CORAL),
            (300, 616, MUSTARD),
            (420, 620, BLUE),
            (150, 690, LEAF),
            (300, 690, ROSE),
            (450, 690, LILAC),
        )
        for x, y, colour in pegs:
            c.oval(x, y, 30, 11, darker(LAGOON, 0.3), depth=0)
            c.box(x - 11, y - 92, 22, 94, colour, 10, "pipe", 0.5)
            c.oval(x, y - 94, 15, 13, lighter(colour, 0.25), depth=0.4)
        for x, y, colour in ((300, 664, CORAL), (180, 600, BUTTER), (450, 662, WHITE)):
            c.arc(x, y, 48, 17, 0, 360, colour, 12)
        for x, y, colour in ((180, 620, CORAL), (300, 690, ROSE), (450, 690, LILAC)):
            c.box(x - 11, y - 92, 22, 66, colour, 10, "pipe", 0.5)
            c.oval(x, y - 94, 15, 13, lighter(colour, 0.25), depth=0.4)
    person(c, 96, 772, child(c.random, top=MUSTARD), size=1.45, right=(92, -190), gaze=0.8)
    c.arc(234, 580, 46, 18, 0, 360, MUSTARD, 12)


def mascot(c: Canvas) -> None:
    """Mamerin, a broad bean with a sprout, meets the children."""
    scenery.meadow(c, 490)
    scenery.bunting(c, 18, 44)
    bean = "#9cc67e"
    c.shadow(600, 742, 210, 26, 0.35)
    for side in (-1, 1):
        c.line([(600 + side * 66, 640), (600 + side * 70, 716)], bean, 62)
        c.oval(600 + side * 82, 726, 62, 30, MUSTARD, depth=0.5)
    c.curve([(760, 470), (838, 400), (852, 310)], darker(bean, 0.06), 60)
    c.oval(854, 292, 42, 42, WHITE, depth=0.4)
    c.curve([(440, 480), (380, 540), (372, 600)], darker(bean, 0.06), 60)
    c.oval(370, 614, 42, 42, WHITE, depth=0.4)
    c.blob(
        [
            (600, 140),
            (740, 180),
            (812, 320),
            (790, 470),
            (800, 590),
            (700, 680),
            (600, 690),
            (500, 680),
            (400, 590),
            (410, 470),
            (388, 320),
            (460, 180),
        ],
        bean,
        "round",
        0.55,
    )
    c.blob(
        [(600, 420), (690, 460), (716, 560), (660, 640), (600, 652), (540, 640), (484, 560), (510, 460)],
        lighter(bean, 0.45),
        depth=0.2,
    )
    c.curve([(600, 150), (604, 110), (596, 84)], MOSS, 14)
    c.blob([(598, 92), (640, 40), (706, 44), (690, 92), (640, 106)], LEAF, depth=0.5)
    c.blob([(596, 92), (556, 52), (500, 62), (520, 104), (562, 112)], LEAF, depth=0.5)
    for side in (-1, 1):
        c.oval(600 + side * 76, 316, 25, 31, INK, depth=0)
        c.oval(600 + side * 76 - 8, 304, 9, 10, WHITE, depth=0)
        c.oval(600 + side * 128, 372, 36, 23, sheer(CORAL, 0.5), depth=0)
    c.blob([(560, 368), (600, 376), (640, 368), (626, 404), (600, 414), (574, 404)], darker(CORAL, 0.25), depth=0)
    c.blob([(578, 396), (600, 392), (622, 396), (600, 412)], ROSE, depth=0)
    c.blob([(452, 470), (600, 520), (748, 470), (752, 506), (600, 560), (448, 506)], CORAL, depth=0.4)
    c.fill([(664, 524), (724, 508), (742, 600), (690, 606)], CORAL, "down", 0.5)
    person(c, 200, 736, child(c.random, top=MUSTARD), size=1.35, right=(80, -220), gaze=0.8, mouth="open")
    person(c, 1000, 748, child(c.random, top=BLUE), size=1.35, left=(-84, -214), gaze=-0.8)
    person(c, 1100, 700, somebody(c.random), size=1.1, gaze=-0.7)

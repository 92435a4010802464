"""What is woven, printed, swept and posted."""

from share_board.demo.drawings import furniture, scenery
from share_board.demo.drawings.canvas import Canvas, ellipse, smooth
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
    LILAC,
    MUSTARD,
    NAVY,
    OAK,
    PLUM,
    ROSE,
    SILVER,
    STEEL,
    STONE,
    TEAL,
    WHITE,
    WOOD,
    darker,
    lighter,
    sheer,
)
from share_board.demo.drawings.people import person, somebody

THREADS = (CORAL, MUSTARD, LAGOON, LILAC, ROSE, BLUE, LEAF, BUTTER, CREAM, PLUM)


def weaving(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 540)
    c.shadow(560, 740, 380, 30, 0.3)
    for x in (240, 880):
        c.box(x - 22, 120, 44, 610, WOOD, 10, "pipe", 0.5)
        c.box(x - 70, 710, 140, 28, darker(WOOD, 0.1), 10, depth=0.4)
    c.box(210, 130, 700, 40, WOOD, 14, "down", 0.5)
    c.box(210, 560, 700, 44, WOOD, 18, "down", 0.5)
    for x in range(280, 846, 12):
        c.line([(x, 168), (x, 400)], CREAM, 4)
    c.box(256, 330, 610, 26, OAK, 8, "down", 0.4)
    c.box(256, 262, 610, 20, OAK, 8, "down", 0.4)
    _cloth(c, 276, 400, 566, 166, finest=7)
    c.box(276, 590, 566, 120, c.random.choice(THREADS), 8, "down", 0.4)
    for number in range(5):
        c.box(276, 604 + number * 21, 566, c.random.uniform(5, 12), THREADS[(number * 3) % 10], 2, depth=0)
    with c.at(590, 392, turn=-4):
        c.blob([(-110, 0), (-60, -19), (60, -19), (110, 0), (60, 19), (-60, 19)], WOOD, depth=0.5)
        c.box(-50, -9, 100, 18, CORAL, 8, depth=0.4)
    for x, y, r, colour in (
        (1010, 690, 60, CORAL),
        (1110, 706, 48, LAGOON),
        (1060, 610, 50, MUSTARD),
        (110, 700, 54, LILAC),
    ):
        c.shadow(x, y + r - 4, r, 10)
        c.oval(x, y, r, r, colour, depth=0.6)
        for turn in (20, 70, 130):
            with c.at(x, y, turn=turn):
                c.arc(0, 0, r * 0.9, r * 0.4, 200, 340, lighter(colour, 0.3), 4)
                c.arc(0, 0, r * 0.9, r * 0.65, 200, 340, darker(colour, 0.12), 4)
    c.curve([(960, 716), (860, 750), (780, 742), (720, 764)], CORAL, 5)


def woven_goods(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.studio(c, m, 470)
    c.shadow(390, 706, 290, 32, 0.3)
    c.curve([(650, 356), (760, 300), (790, 400), (716, 470), (664, 420)], darker(CORAL, 0.1), 13)
    pouch = smooth(
        [
            (140, 356),
            (400, 346),
            (660, 356),
            (690, 480),
            (680, 640),
            (610, 700),
            (400, 708),
            (190, 700),
            (120, 640),
            (110, 480),
        ]
    )
    with c.inside(pouch):
        _cloth(c, 90, 330, 620, 390, finest=11)
        for inset, strength in ((0, 0.1), (26, 0.08), (54, 0.06)):
            c.fill([(700 - inset, 340), (720, 340), (720, 720), (640 - inset, 720)], sheer(INK, strength))
            c.fill([(90, 712 - inset), (710, 712 - inset), (710, 720), (90, 720)], sheer(INK, strength))
    c.curve([(140, 362), (400, 352), (660, 362)], darker(WOOD, 0.1), 24)
    for x in range(160, 650, 17):
        c.line([(x, 351 + abs(x - 400) * 0.03), (x, 362 + abs(x - 400) * 0.03)], BUTTER, 7)
    c.oval(250, 360, 17, 14, MUSTARD, depth=0.4)
    c.line([(250, 374), (236, 430)], MUSTARD, 8)
    for number in range(6):
        c.line([(236, 428), (216 + number * 9, 484)], CORAL, 5)
    for x, y, turn in ((820, 706, -10), (1040, 690, 8), (950, 560, 16)):
        _coaster(c, x, y, turn)
    furniture.cup(c, 952, 578, WHITE, size=1.8, steam=True)


def _cloth(c: Canvas, x: float, y: float, width: float, height: float, *, finest: float) -> None:
    """Stripes as chance wills it; saori weaving knows no mistakes. `finest` is the width of the thinnest stripe."""
    top = y
    while top < y + height - 1:
        thick = min(c.random.uniform(finest, finest * 3), y + height - top)
        c.box(x, top, width, thick + 1, c.random.choice(THREADS), 0, depth=0)
        top += thick
    for number in range(1, int(width // 13)):
        c.line([(x + number * 13, y), (x + number * 13, y + height)], sheer(INK, 0.07), 4)


def _coaster(c: Canvas, x: float, y: float, turn: float) -> None:
    c.shadow(x, y + 12, 112, 60, 0.22)
    with c.at(x, y, turn=turn):
        _cloth(c, -90, -70, 180, 140, finest=18)
        for side in (-1, 1):
            for number in range(10):
                c.line([(-82 + number * 18, side * 70), (-82 + number * 18, side * 86)], CREAM, 4)


def printed_matter(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 330)
    c.curve([(-20, 60), (300, 104), (600, 116), (900, 104), (1220, 60)], BARK, 5)
    for x, y, colour in (
        (150, 92, ROSE),
        (350, 112, BUTTER),
        (560, 118, LAGOON),
        (770, 116, LILAC),
        (980, 98, "#d4e8cf"),
    ):
        with c.at(x, y, turn=c.random.uniform(-4, 4)):
            c.box(-66, 6, 132, 172, WHITE, 4, "down", 0.25)
            c.box(-54, 18, 108, 84, colour, 4, depth=0.2)
            c.oval(-16, 62, 22, 22, lighter(colour, 0.6), depth=0)
            c.fill([(-10, 98), (22, 52), (52, 98)], darker(colour, 0.2), depth=0.2)
            for row, width in enumerate((100, 80, 92)):
                c.line([(-50, 122 + row * 20), (-50 + width, 122 + row * 20)], STONE, 5)
            c.box(-9, -6, 18, 26, WOOD, 4, depth=0.2)
    furniture.table(c, 600, 1010, 1300, OAK, depth=380, height=230)
    c.shadow(300, 470, 230, 24, 0.3)
    c.box(80, 250, 430, 210, SILVER, 22, depth=0.4)
    c.box(80, 250, 430, 70, lighter(STEEL, 0.1), 22, depth=0.4)
    c.box(130, 380, 330, 20, INK, 6, depth=0.2)
    c.fill([(156, 392), (436, 392), (470, 510), (122, 510)], WHITE, "down", 0.25)
    c.oval(220, 446, 26, 20, MUSTARD, depth=0.2)
    c.fill([(280, 480), (330, 420), (380, 480)], LEAF, depth=0.2)
    for x, colour in ((380, LEAF), (416, MUSTARD), (452, CORAL)):
        c.oval(x, 284, 11, 11, colour, depth=0.2)
    for number in range(6):
        c.shadow(930, 500, 10, 3, 0)
        c.box(700, 480 - number * 13, 250, 15, (CORAL, CREAM)[number % 2], 3, depth=0.2)
    c.box(694, 390, 262, 16, LAGOON, 5, depth=0.2)
    c.fill([(700, 300), (946, 300), (956, 392), (694, 392)], LAGOON, "slope", 0.4)
    c.oval(824, 344, 34, 26, BUTTER, depth=0.3)
    for number, turn in enumerate((-34, -20, -6, 8, 22)):
        with c.at(330, 780, turn=turn):
            c.shadow(4, -150, 120, 60, 0.12)
            c.box(-110, -210, 220, 130, (WHITE, CREAM, WHITE, CREAM, WHITE)[number], 8, depth=0.25)
            c.oval(-70, -166, 24, 24, (CORAL, LEAF, BLUE, MUSTARD, PLUM)[number], depth=0.3)
            for row, width in enumerate((96, 120, 76)):
                c.line([(-30, -180 + row * 26), (-30 + width, -180 + row * 26)], STONE, 6)
    with c.at(860, 660, turn=-5):
        c.shadow(6, 60, 190, 40, 0.25)
        c.fill([(-180, -90), (0, -70), (0, 110), (-190, 86)], WHITE, "across", 0.3)
        c.fill([(0, -70), (180, -90), (190, 86), (0, 110)], WHITE, "slope", 0.3)
        for px, py in ellipse(-94, -6, 26, 26)[:-1:2][:6]:
            c.oval(px, py, 19, None, ROSE, depth=0.2)
        c.oval(-94, -6, 15, None, MUSTARD, depth=0.1)
        for row in range(5):
            c.line([(34, -34 + row * 27), (150 - (row % 3) * 26, -44 + row * 27)], STONE, 6)
    c.line([(1080, 720), (1130, 580)], CORAL, 17)
    c.fill([(1072, 718), (1090, 724), (1074, 750)], OAK, depth=0.2)


def cleaning_and_posting(c: Canvas) -> None:
    """Left, the park is swept; right, letters are filled and stamped with a sticker."""
    scenery.meadow(c, 470)
    scenery.tree(c, 130, 540, 1.6)
    for _ in range(22):
        x, y = c.random.uniform(20, 560), c.random.uniform(560, 780)
        with c.at(x, y, turn=c.random.uniform(0, 180)):
            c.blob([(-15, 0), (0, -9), (15, 0), (0, 9)], c.random.choice((MUSTARD, CORAL, GOLDEN)), depth=0.3)
    c.blob([(330, 760), (370, 706), (430, 690), (490, 712), (520, 762)], GOLDEN, depth=0.5)
    for _ in range(16):
        with c.at(c.random.uniform(356, 500), c.random.uniform(704, 756), turn=c.random.uniform(0, 180)):
            c.blob([(-15, 0), (0, -9), (15, 0), (0, 9)], c.random.choice((MUSTARD, CORAL, "#c98f45")), depth=0.3)
    c.line([(232, 470), (346, 690)], WOOD, 13)
    with c.at(346, 690, turn=-27):
        c.fill([(-22, -10), (22, -10), (46, 70), (-46, 70)], MUSTARD, "down", 0.5)
        for x in (-24, 0, 24):
            c.line([(x * 0.6, 6), (x, 64)], darker(MUSTARD, 0.2), 4)
        c.box(-26, -16, 52, 20, CORAL, 8, depth=0.3)
    person(
        c,
        200,
        744,
        somebody(c.random, top=TEAL, bottom=NAVY, cut="short"),
        size=1.45,
        right=(54, -150),
        left=(24, -178),
        gaze=0.7,
    )
    furniture.table(c, 880, 770, 560, OAK, depth=110, height=170)
    person(
        c,
        900,
        600,
        somebody(c.random, top=ROSE, apron=CREAM, cut="bob"),
        size=1.25,
        left=(-66, -120),
        right=(70, -116),
        shadow=False,
    )
    furniture.table(c, 880, 770, 560, OAK, depth=110, height=170)
    for number in range(7):
        c.box(650 + number * 3, 560 - number * 12, 150, 15, (WHITE, CREAM)[number % 2], 3, depth=0.2)
    for x, y, turn in ((880, 556, -6), (1050, 566, 10)):
        with c.at(x, y, 1.0, turn=turn):
            c.fill([(-76, -38), (76, -38), (84, 38), (-84, 38)], WHITE, "slope", 0.3)
            c.line([(-74, -34), (0, 10), (74, -34)], STONE, 5)
            c.oval(0, 4, 15, 13, CORAL, depth=0.3)
    for x in (960, 984):
        c.oval(x, 590, 11, 8, CORAL, depth=0.2)

"""Books, advice, and plans made round a table."""

from share_board.demo.drawings import furniture, scenery
from share_board.demo.drawings.canvas import WIDTH, Canvas, Point, ellipse
from share_board.demo.drawings.palette import (
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
    STONE,
    TEAL,
    WHITE,
    WOOD,
    Colour,
    darker,
    lighter,
    sheer,
)
from share_board.demo.drawings.people import cane, child, elder, onlooker, person, sitting, somebody, upper_body
from share_board.demo.drawings.signs import bubble, heart


def story_time(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 480)
    scenery.shelf_of_books(c, 50, 170, 240, 3, 98)
    scenery.window(c, 840, 90, 270, 220, "day", m.cloth)
    scenery.bunting(c, 6, 24)
    scenery.rug(c, 600, 690, 560, 112, lighter(m.paint, 0.45))
    grown, small = somebody(c.random, cut="bun", top=LAGOON, hair="#6b4a3a"), child(c.random, top=CORAL, cut="tails")
    with c.at(600, 600, 1.5):
        c.blob([(-120, 62), (-60, 14), (60, 14), (120, 62), (90, 92), (-90, 92)], grown.bottom, depth=0.4)
    sitting(c, 600, 600, grown, size=1.6, left=(-92, -46), right=(92, -46), gaze=0.0, legs=False)
    sitting(c, 600, 650, small, size=1.62, left=(-40, -60), right=(40, -60), legs=False)
    _open_book(c, 600, 700, 1.15)
    for x, gaze in ((210, 0.8), (990, -0.8)):
        other = somebody(c.random)
        sitting(c, x, 640, other, size=1.15, gaze=gaze, legs=False, left=(-40, -30), right=(40, -30))
        c.blob(
            [(x - 110, 690), (x - 60, 640), (x + 60, 640), (x + 110, 690), (x + 70, 716), (x - 70, 716)],
            other.bottom,
            depth=0.4,
        )
        sitting(
            c, x + gaze * 20, 690, child(c.random), size=1.15, gaze=gaze, legs=False, left=(-36, -30), right=(36, -30)
        )


def _open_book(c: Canvas, x: float, y: float, size: float) -> None:
    with c.at(x, y, size):
        c.fill([(-172, -84), (0, -64), (172, -84), (180, 66), (0, 86), (-180, 66)], CORAL, depth=0.3)
        c.fill([(-160, -90), (0, -70), (0, 72), (-168, 54)], WHITE, "across", 0.3)
        c.fill([(0, -70), (160, -90), (168, 54), (0, 72)], WHITE, "slope", 0.3)
        c.oval(-86, -8, 44, 40, BUTTER, depth=0.3)
        for side in (-1, 1):
            c.oval(-86 + side * 30, -40, 15, 17, BUTTER, depth=0.3)
            c.oval(-86 + side * 14, -14, 4, 5, INK, depth=0)
        c.arc(-86, -4, 9, 8, 20, 160, INK, 3)
        c.oval(84, 22, 56, 24, LEAF, depth=0.3)
        c.line([(84, 20), (84, -24)], LEAF, 6)
        for px, py in ellipse(84, -32, 15, 15)[:-1:2][:5]:
            c.oval(px, py, 12, None, ROSE, depth=0.2)
        c.oval(84, -32, 9, None, MUSTARD, depth=0)


def parents_talk(c: Canvas) -> None:
    """A mother and an adviser at a table; the child builds beside them."""
    m = scenery.mood(c)
    scenery.room(c, m, 490)
    scenery.window(c, 440, 90, 320, 220, "day", m.cloth)
    scenery.shelf_of_books(c, 930, 150, 210, 2, 96)
    scenery.plant(c, 110, 600, 1.2, m.paint)
    for x, look, gaze in (
        (330, somebody(c.random, cut="long", top=ROSE, glasses=False), 0.7),
        (720, somebody(c.random, top=LEAF, glasses=True), -0.7),
    ):
        furniture.chair(c, x, 690, m.cloth, size=1.35)
        sitting(
            c,
            x,
            590,
            look,
            size=1.42,
            gaze=gaze,
            left=(-30, -66),
            right=(30, -66),
            legs=False,
            mouth="smile" if x < 600 else "open",
        )
    furniture.table(c, 525, 740, 600, OAK, depth=84, height=130)
    furniture.cup(c, 420, 590, WHITE, size=0.9, steam=True)
    furniture.cup(c, 630, 590, WHITE, size=0.9, steam=True)
    c.fill([(478, 552), (572, 552), (580, 590), (470, 590)], WHITE, depth=0.1)
    heart(c, 525, 570, 0.28, CORAL)
    bubble(c, 525, 380)
    sitting(c, 985, 690, child(c.random, top=MUSTARD), size=1.6, gaze=0.3, left=(-66, -20), right=(70, -76), legs=False)
    c.blob([(900, 748), (930, 700), (1040, 700), (1072, 748), (1030, 772), (940, 772)], NAVY, depth=0.4)
    for x, y, colour in ((1060, 770, CORAL), (1124, 770, BLUE), (1092, 708, LAGOON), (880, 778, LILAC)):
        c.box(x - 31, y - 62, 62, 62, colour, 8, depth=0.5)


def two_cups(c: Canvas) -> None:
    """Tell us anything: two cups on a small table, two armchairs, evening sun."""
    m = scenery.mood(c)
    c.box(-10, -10, WIDTH + 20, 500, m.wall, 0, "down", 0.25)
    scenery.window(c, 380, 50, 440, 300, "dusk", m.cloth)
    scenery.counter(c, m, 470)
    furniture.vase(c, 600, 530, size=1.5, colour=CORAL)
    for x, colour in ((350, TEAL), (850, CORAL)):
        furniture.cup(c, x, 690, colour, size=3.6, steam=True)
    c.shadow(600, 704, 84, 14)
    c.oval(600, 696, 90, 24, WHITE, depth=0.3)
    for x, y in ((566, 682), (632, 682), (600, 672)):
        c.oval(x, y, 32, 22, GOLDEN, depth=0.5)
        c.oval(x, y - 4, 9, 7, CORAL, depth=0.2)


def flood_plan(c: Canvas) -> None:
    """Rain over the river, the family on its way up the hill in good time, the shelter with its light."""
    c.box(-10, -10, WIDTH + 20, 820, "#b9c9d8", 0, "up", 0.25)
    for x, y, size in ((150, 110, 1.2), (390, 80, 1.0), (600, 140, 0.8)):
        scenery.cloud(c, x, y, size, "#8e9db3")
    for _ in range(46):
        left, top = c.random.uniform(20, 640), c.random.uniform(170, 520)
        c.line([(left, top), (left - 9, top + 26)], "#8fb4cf", 5)
    c.blob(
        [(380, 820), (560, 620), (760, 420), (960, 330), (1240, 290), (1300, 900), (700, 900)], "#b5cf9b", "slope", 0.4
    )
    scenery.house(c, 60, 620, 120, 110, CREAM, CORAL)
    scenery.house(c, 230, 640, 110, 100, "#f4e4c8", "#8fa7b8")
    c.blob(
        [(-20, 640), (120, 610), (260, 640), (400, 616), (520, 660), (470, 740), (380, 830), (-20, 830)],
        BLUE,
        "down",
        0.4,
    )
    for y in (690, 740, 786):
        c.curve([(20, y), (90, y - 16), (160, y), (230, y - 16), (300, y), (360, y - 12)], lighter(BLUE, 0.45), 6)
    c.curve([(520, 780), (640, 700), (760, 640), (820, 560), (930, 500), (1000, 420)], "#efe0bd", 58)
    for x, y in ((560, 752), (640, 700), (716, 662), (784, 612), (832, 556)):
        c.oval(x, y, 8, None, CORAL, depth=0)
    c.box(930, 230, 230, 180, CREAM, 6, depth=0.3)
    c.fill([(906, 240), (1046, 140), (1186, 240)], TEAL, "slope", 0.4)
    for x in (956, 1090):
        c.box(x, 270, 46, 46, BUTTER, 5, depth=0)
    c.box(1020, 310, 56, 100, WOOD, 6, depth=0.3)
    c.oval(1048, 300, 190, 160, sheer(BUTTER, 0.2))
    heart(c, 1046, 206, 0.55, CORAL)
    scenery.tree(c, 1150, 560, 0.9)
    for x, y, look in (
        (600, 760, somebody(c.random, top=MUSTARD)),
        (690, 730, child(c.random, top=CORAL)),
        (790, 700, elder(c.random, top=LILAC)),
    ):
        person(c, x, y, look, size=0.86, gaze=0.8, left=(-50, -104), right=(58, -120), stride=0.4)
    c.box(548, 566, 52, 74, LEAF, 14, depth=0.5)
    cane(c, 846, 604, 96)
    for number, x in enumerate((330, 500, 670)):
        c.oval(x, 60, 46, 46, WHITE, depth=0.2)
        c.arc(x, 60, 46, 46, 0, 360, (MUSTARD, "#f0a35a", CORAL)[number], 9)
        c.line([(x, 60), (x, 34)], INK, 6)
        with c.at(x, 60, turn=60 + number * 90):
            c.line([(0, 0), (0, -20)], INK, 6)
        if number < 2:
            c.line([(x + 62, 60), (x + 106, 60)], WHITE, 8)


def shelter_game(c: Canvas) -> None:
    """Six heads over the plan of a school: where do the families go, where the dogs?"""
    m = scenery.mood(c)
    scenery.room(c, m, 380)
    furniture.whiteboard(c, 420, 60, 360, 190, stand=False)
    furniture.flip_drawing(c, 560, 150, 1.0)
    scenery.window(c, 80, 70, 220, 180, "day", m.cloth)
    scenery.window(c, 900, 70, 220, 180, "day", m.cloth)
    for number, x in enumerate((230, 480, 730, 970)):
        with c.at(x, 520, 1.15):
            upper_body(
                c,
                (somebody, elder, somebody, elder)[number](c.random),
                left=(-34, -100),
                right=(44, -96),
                gaze=(0.5, 0.2, -0.2, -0.5)[number],
                mouth=("smile", "open")[number % 2],
            )
    c.fill([(150, 430), (1050, 430), (1200, 700), (0, 700)], OAK, "slope", 0.25)
    c.fill([(0, 698), (1200, 698), (1200, 730), (0, 730)], darker(OAK, 0.25), depth=0.2)
    c.fill([(340, 450), (860, 450), (930, 664), (270, 664)], WHITE, "slope", 0.15)
    plan: tuple[tuple[Colour, list[Point]], ...] = (
        (ROSE, [(364, 464), (520, 464), (508, 540), (338, 540)]),
        (BUTTER, [(540, 464), (660, 464), (664, 540), (532, 540)]),
        (LAGOON, [(680, 464), (838, 464), (864, 540), (686, 540)]),
        ("#bfdcc0", [(330, 558), (606, 558), (606, 646), (296, 646)]),
        (LILAC, [(628, 558), (870, 558), (902, 646), (628, 646)]),
    )
    for colour, walls in plan:
        c.fill(walls, colour, depth=0.2)
        c.line([*walls, walls[0]], STONE, 4)
    cards = (
        (420, 500),
        (600, 506),
        (770, 500),
        (450, 600),
        (540, 606),
        (740, 600),
        (190, 560),
        (1010, 570),
        (1070, 620),
    )
    for number, (x, y) in enumerate(cards):
        with c.at(x, y, turn=c.random.uniform(-18, 18)):
            c.box(-32, -20, 64, 40, WHITE, 5, depth=0.2)
            c.oval(-14, -3, 9, 9, (CORAL, BLUE, MUSTARD, LEAF, TEAL, PLUM)[number % 6], depth=0)
            c.line([(4, -7), (22, -7)], STONE, 4)
            c.line([(4, 5), (16, 5)], STONE, 4)
    for x in (260, 600, 940):
        onlooker(c, x, 868, somebody(c.random), size=1.3)

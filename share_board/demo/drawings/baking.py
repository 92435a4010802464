"""What is baked and cooked, and the lesson in it."""

import math

from share_board.demo.drawings import furniture, scenery
from share_board.demo.drawings.canvas import WIDTH, Canvas, Point, smooth
from share_board.demo.drawings.palette import (
    BLUE,
    BUTTER,
    COCOA,
    CORAL,
    CREAM,
    GOLDEN,
    INK,
    LAGOON,
    LEAF,
    MUSTARD,
    NAVY,
    OAK,
    ROSE,
    SILVER,
    STEEL,
    WHITE,
    WOOD,
    Colour,
    darker,
    lighter,
    mix,
    sheer,
)
from share_board.demo.drawings.people import person, somebody


def cookie_cutting(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.counter(c, m, -20)
    c.shadow(480, 470, 400, 220, 0.18)
    c.box(90, 150, 760, 560, OAK, 40, depth=0.3)
    c.blob(
        [
            (160, 250),
            (300, 200),
            (500, 210),
            (700, 220),
            (780, 330),
            (760, 520),
            (690, 640),
            (480, 660),
            (260, 640),
            (150, 520),
        ],
        "#f3dcae",
        "round",
        0.35,
    )
    cut = mix("#f3dcae", GOLDEN, 0.55)
    shapes = ((280, 320, "star"), (450, 300, "heart"), (640, 320, "flower"), (280, 500, "flower"), (640, 510, "star"))
    for x, y, kind in shapes:
        _cookie_shape(c, x, y, kind, 1.2, cut)
    _cutter(c, 460, 500, "heart", 1.35, SILVER)
    _cutter(c, 760, 150, "star", 1.3, CORAL)
    _cutter(c, 130, 130, "flower", 1.2, BLUE)
    with c.at(540, 730, turn=-7):
        c.line([(-330, 0), (330, 0)], darker(WOOD, 0.15), 26)
        c.box(-230, -44, 460, 88, WOOD, 40, "down", 0.7)
    c.shadow(1010, 500, 150, 200, 0.2)
    c.box(890, 250, 260, 430, STEEL, 26, depth=0.4)
    c.box(906, 266, 228, 398, lighter(STEEL, 0.3), 18, depth=0.3)
    for x, y, kind in (
        (960, 330, "star"),
        (1080, 340, "heart"),
        (1020, 440, "flower"),
        (960, 560, "heart"),
        (1080, 550, "star"),
        (1020, 630, "flower"),
    ):
        _cookie_shape(c, x, y, kind, 0.78, GOLDEN, iced=True)
    for _ in range(16):
        c.oval(c.random.uniform(110, 830), c.random.uniform(160, 700), c.random.uniform(3, 7), None, WHITE, depth=0)


def _cutter(c: Canvas, x: float, y: float, kind: str, size: float, colour: Colour) -> None:
    with c.at(x, y, size):
        ring = smooth(_outline(kind))
        c.line([(px + 5, py + 9) for px, py in [*ring, ring[0]]], darker(colour, 0.35), 9)
        c.line([*ring, ring[0]], colour, 9)


def box_of_sweets(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.counter(c, m, 430)
    c.box(-10, -10, WIDTH + 20, 440, m.wall, 0, "down", 0.25)
    scenery.counter(c, m, 430)
    c.shadow(560, 690, 430, 50, 0.3)
    lid = lighter(m.paint, 0.1)
    with c.at(860, 300, turn=10):
        c.box(-210, -150, 420, 330, lid, 14, depth=0.4)
        c.box(-30, -150, 60, 330, WHITE, 0, depth=0.3)
        for side in (-1, 1):
            c.blob(
                [(0, -160), (side * 40, -214), (side * 110, -214), (side * 104, -162), (side * 44, -148)],
                WHITE,
                depth=0.4,
            )
        c.oval(0, -164, 24, 21, darker(WHITE, 0.1), depth=0.3)
    c.fill([(190, 400), (930, 400), (1010, 690), (110, 690)], CREAM, "slope", 0.2)
    c.fill([(110, 690), (1010, 690), (990, 752), (130, 752)], lid, "down", 0.4)
    for x0, x1, x2, x3 in ((226, 440, 424, 184), (466, 668, 672, 452), (694, 900, 948, 698)):
        for row, (y0, y1) in enumerate(((416, 532), (546, 676))):
            share0, share1 = (y0 - 400) / 290, (y1 - 400) / 290
            left0, left1 = x0 + (x3 - x0) * share0, x0 + (x3 - x0) * share1
            right0, right1 = x1 + (x2 - x1) * share0, x1 + (x2 - x1) * share1
            c.fill(
                [(left0, y0), (right0, y0), (right1, y1), (left1, y1)],
                (ROSE, BUTTER, LAGOON)[(row + int(x0 / 220)) % 3],
                "up",
                0.3,
            )
            _sweets(c, (left0 + right1) / 2, (y0 + y1) / 2, (int(x0 / 220) + row * 2) % 4)
    c.oval(1100, 640, 70, 18, WHITE, depth=0.2)
    furniture.cup(c, 1100, 636, WHITE, size=1.35, steam=True)


def _sweets(c: Canvas, x: float, y: float, kind: int) -> None:
    for number in range(4):
        dx, dy = (number % 2 - 0.5) * 92, (number // 2 - 0.5) * 50
        c.shadow(x + dx + 3, y + dy + 12, 42, 16, 0.25)
        if kind == 0:
            c.oval(x + dx, y + dy, 40, 27, GOLDEN, depth=0.5)
            c.dots([(x + dx + px, y + dy + py) for px, py in ((-16, -6), (4, 6), (16, -8), (-6, 10))], 5, COCOA)
        elif kind == 1:
            c.blob(
                [
                    (x + dx - 42, y + dy + 6),
                    (x + dx - 20, y + dy - 22),
                    (x + dx + 20, y + dy - 22),
                    (x + dx + 42, y + dy + 6),
                    (x + dx, y + dy + 22),
                ],
                "#dca35c",
                depth=0.5,
            )
            for rib in (-18, 0, 18):
                c.line([(x + dx + rib * 0.6, y + dy + 14), (x + dx + rib, y + dy - 16)], darker("#dca35c", 0.12), 3.5)
        elif kind == 2:
            c.box(x + dx - 40, y + dy - 22, 80, 44, "#e8bd74", 10, depth=0.5)
            c.box(x + dx - 28, y + dy - 12, 56, 24, "#d59c53", 7, depth=0.2)
        else:
            c.oval(x + dx, y + dy, 37, 26, COCOA, depth=0.5)
            c.oval(x + dx, y + dy, 12, 9, CORAL, depth=0.3)


def rice_flour_cookies(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.studio(c, m, 570)
    for x, lean in ((900, -10), (960, 4), (1020, 16), (1070, 30)):
        c.curve([(960, 720), (x - 20, 520), (x + lean, 330)], "#b99b4e", 6)
        for number in range(9):
            px, py = x + lean + (number % 2 * 2 - 1) * 13 + number * 2.4, 330 + number * 20 - 40
            with c.at(px, py, turn=(number % 2 * 2 - 1) * 26):
                c.oval(0, 0, 9, 16, MUSTARD, depth=0.4)
    for x, size, ribbon in ((420, 1.25, m.paint), (720, 1.0, m.cloth)):
        with c.at(x, 730, size):
            c.shadow(6, 0, 150, 20, 0.3)
            c.blob(
                [
                    (-128, -10),
                    (-140, -160),
                    (-112, -280),
                    (-40, -330),
                    (40, -330),
                    (112, -280),
                    (140, -160),
                    (128, -10),
                    (0, 4),
                ],
                "#f6efe2",
                depth=0.3,
            )
            for dx, dy, kind in (
                (-70, -60, "star"),
                (6, -50, "heart"),
                (76, -62, "flower"),
                (-46, -150, "flower"),
                (40, -146, "star"),
                (-70, -232, "heart"),
                (8, -234, "flower"),
                (74, -226, "star"),
            ):
                with c.at(dx, dy, 0.72):
                    c.blob(_outline(kind), lighter(GOLDEN, c.random.uniform(0.2, 0.45)), depth=0.5)
            c.curve([(-112, -40), (-122, -160), (-100, -260)], sheer(WHITE, 0.7), 13)
            c.blob(
                [(-44, -330), (-84, -420), (-30, -404), (0, -424), (30, -404), (84, -420), (44, -330)],
                "#f6efe2",
                depth=0.4,
            )
            c.box(-56, -352, 112, 30, ribbon, 12, depth=0.4)
            for side in (-1, 1):
                c.blob(
                    [(0, -338), (side * 46, -384), (side * 96, -362), (side * 88, -318), (side * 40, -322)],
                    ribbon,
                    depth=0.5,
                )
                c.fill(
                    [(side * 6, -330), (side * 26, -330), (side * 52, -252), (side * 30, -246)],
                    darker(ribbon, 0.1),
                    depth=0.3,
                )
            c.oval(0, -338, 17, 17, darker(ribbon, 0.12), depth=0.3)
    for x, y, kind in ((150, 690, "star"), (232, 744, "flower"), (590, 760, "heart")):
        _cookie_shape(c, x, y, kind, 0.9, lighter(GOLDEN, 0.25), iced=False)


def bread(c: Canvas) -> None:
    scenery.meadow(c, 430)
    for number in range(9):
        x = -40 + number * 146
        c.blob(
            [(x, -10), (x + 146, -10), (x + 146, 110), (x + 130, 150), (x + 73, 168), (x + 16, 150), (x, 110)],
            (CORAL, CREAM)[number % 2],
            "down",
            0.4,
        )
    for x in (70, 1130):
        c.box(x - 13, 110, 26, 480, WOOD, 8, "pipe", 0.4)
    person(
        c,
        250,
        620,
        somebody(c.random, top=WHITE, apron=LAGOON, cut="bun"),
        size=1.35,
        right=(80, -150),
        gaze=0.5,
        shadow=False,
    )
    c.box(-10, 560, WIDTH + 20, 250, OAK, 0, "down", 0.3)
    c.box(-10, 548, WIDTH + 20, 26, lighter(OAK, 0.4), 0, depth=0.2)
    _baskets(c)
    for x, y in ((380, 540), (480, 530), (590, 542)):
        c.oval(x, y, 66, 52, "#d9974f", depth=0.6)
        c.oval(x - 10, y - 16, 34, 18, lighter("#d9974f", 0.35), depth=0.1)
    for x in (440, 540):
        c.oval(x, 488, 60, 44, "#e0a55e", depth=0.6)
        c.dots([(x + px, 478 + py) for px, py in ((-20, 0), (0, -10), (18, 2), (-4, 10))], 4, CREAM)
    _loaves(c)
    c.oval(170, 700, 120, 26, WHITE, depth=0.2)
    for x in (110, 220):
        c.blob(
            [
                (x - 60, 690),
                (x - 40, 650),
                (x, 634),
                (x + 40, 650),
                (x + 60, 690),
                (x + 24, 682),
                (x, 690),
                (x - 24, 682),
            ],
            "#dd9d52",
            depth=0.5,
        )
        for rib in (-20, 0, 20):
            c.line([(x + rib, 646 + abs(rib) * 0.4), (x + rib * 0.7, 682)], darker("#dd9d52", 0.16), 4)


def _baskets(c: Canvas) -> None:
    for x, width in ((330, 360), (720, 400)):
        c.shadow(x + width / 2, 700, width * 0.55, 22, 0.3)
        c.fill([(x, 590), (x + width, 590), (x + width - 26, 704), (x + 26, 704)], "#c98f58", "pipe", 0.4)
        for row in range(4):
            for column in range(int(width // 40)):
                c.line(
                    [
                        (x + 18 + column * 40 + (row % 2) * 20, 606 + row * 25),
                        (x + 42 + column * 40 + (row % 2) * 20, 606 + row * 25),
                    ],
                    "#e0b07a",
                    12,
                )
        c.box(x - 12, 576, width + 24, 26, "#b57a48", 12, depth=0.4)


def _loaves(c: Canvas) -> None:
    for x, lean in ((790, -24), (870, -8), (950, 8)):
        with c.at(x, 560, turn=lean):
            c.blob([(-34, 30), (-38, -150), (0, -196), (38, -150), (34, 30)], "#cf8f4a", "pipe", 0.6)
            for cut in (-140, -90, -40):
                c.line([(-20, cut + 12), (20, cut - 12)], lighter("#cf8f4a", 0.5), 9)
    with c.at(1050, 530):
        c.blob(
            [(-62, 40), (-66, -40), (-84, -76), (-50, -104), (50, -104), (84, -76), (66, -40), (62, 40)],
            "#c98545",
            depth=0.4,
        )
        c.blob(
            [(-48, 34), (-50, -42), (-64, -70), (-40, -88), (40, -88), (64, -70), (50, -42), (48, 34)],
            "#f6e3bd",
            depth=0.3,
        )


def balanced_meal(c: Canvas) -> None:
    """A tray: rice, soup, fish, greens, a little dish, fruit."""
    m = scenery.mood(c)
    scenery.counter(c, m, -20)
    c.shadow(600, 640, 520, 90, 0.2)
    c.box(110, 120, 980, 600, darker(WOOD, 0.12), 60, depth=0.3)
    c.box(132, 136, 936, 562, WOOD, 50, depth=0.3)
    for x, y, bowl in ((340, 540, NAVY), (840, 540, "#9b4f45")):
        c.shadow(x + 6, y + 70, 150, 40, 0.3)
        c.oval(x, y + 20, 152, 122, darker(bowl, 0.3), depth=0.4)
        c.oval(x, y, 156, 122, bowl, depth=0.4)
        c.oval(x, y - 4, 136, 102, lighter(bowl, 0.2), depth=0.2)
    c.blob(
        [(216, 530), (250, 450), (340, 424), (430, 450), (464, 530), (420, 596), (340, 614), (260, 596)],
        WHITE,
        depth=0.5,
    )
    for _ in range(34):
        left, top = c.random.uniform(250, 430), c.random.uniform(460, 580)
        c.oval(left, top, 9, 5, "#f3ecdd", depth=0.2)
    c.oval(340, 500, 19, 17, CORAL, depth=0.5)
    c.oval(840, 536, 130, 96, "#c98d54", depth=0.3)
    for x, y in ((790, 510), (860, 560), (900, 500), (820, 580)):
        with c.at(x, y, turn=x % 40):
            c.box(-24, -20, 48, 40, CREAM, 6, depth=0.4)
    for x, y in ((850, 500), (780, 556), (900, 556)):
        c.arc(x, y, 13, 9, 0, 360, LEAF, 7)
    c.shadow(610, 330, 260, 60, 0.25)
    c.box(360, 180, 480, 190, lighter(BLUE, 0.55), 90, depth=0.3)
    c.box(384, 194, 432, 158, lighter(BLUE, 0.75), 78, depth=0.2)
    c.blob(
        [
            (420, 280),
            (470, 226),
            (580, 214),
            (690, 240),
            (752, 274),
            (796, 236),
            (804, 318),
            (752, 292),
            (680, 324),
            (570, 338),
            (470, 326),
        ],
        "#c9a27a",
        "down",
        0.5,
    )
    for x in (520, 580, 640):
        c.line([(x - 20, 310), (x + 18, 240)], "#a57b57", 8)
    c.oval(466, 270, 8, 8, INK, depth=0)
    c.blob([(700, 330), (740, 310), (780, 330), (760, 356), (716, 356)], LEAF, depth=0.5)
    c.oval(690, 346, 28, 15, BUTTER, depth=0.3)
    for x, colour in ((238, LAGOON), (962, ROSE)):
        c.shadow(x, 300, 104, 40, 0.25)
        c.oval(x, 270, 100, 84, colour, depth=0.4)
        c.oval(x, 264, 82, 66, lighter(colour, 0.6), depth=0.2)
    for _ in range(14):
        c.oval(
            c.random.uniform(190, 286),
            c.random.uniform(236, 292),
            22,
            13,
            c.random.choice((LEAF, "#8fbf7a", "#5f8f6b", GOLDEN)),
            depth=0.5,
        )
    for x, y in ((930, 250), (984, 246), (958, 286)):
        c.oval(x, y, 32, 29, "#f2a65a", depth=0.6)
        c.line([(x, y - 27), (x + 6, y - 33)], LEAF, 6)
    for y in (718, 742):
        c.line([(330, y), (880, y - 8)], darker(CORAL, 0.1) if y == 718 else darker(CORAL, 0.2), 12)


def _outline(kind: str) -> list[Point]:
    """A biscuit's edge around (0, 0), about 65 in radius."""
    if kind == "heart":
        return [
            (0, -28),
            (26, -56),
            (60, -44),
            (62, -6),
            (34, 34),
            (0, 62),
            (-34, 34),
            (-62, -6),
            (-60, -44),
            (-26, -56),
        ]
    if kind == "star":
        rays = [(36 * number - 90, 35.0 if number % 2 else 66.0) for number in range(10)]
    else:
        rays = [(12 * number - 90, 54 + 11 * math.cos(math.radians(60 * number))) for number in range(30)]
    return [(r * math.cos(math.radians(angle)), r * math.sin(math.radians(angle))) for angle, r in rays]


def _cookie_shape(c: Canvas, x: float, y: float, kind: str, size: float, colour: Colour, *, iced: bool = False) -> None:
    with c.at(x, y, size, turn=c.random.uniform(-12, 12)):
        if iced:
            c.shadow(4, 8, 60, 54, 0.25)
        c.blob(_outline(kind), colour, depth=0.5 if iced else 0.3)
        if iced:
            with c.at(0, 0, 0.72):
                c.blob(_outline(kind), c.random.choice((WHITE, ROSE, BUTTER, "#d4e8cf")), depth=0.2)

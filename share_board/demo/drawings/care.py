"""Things that help to move, and things that show how it feels to be old."""

from share_board.demo.drawings import scenery
from share_board.demo.drawings.canvas import WIDTH, Canvas
from share_board.demo.drawings.furniture import chair
from share_board.demo.drawings.palette import (
    BARK,
    BLUE,
    BUTTER,
    CORAL,
    CREAM,
    INK,
    LAGOON,
    LEAF,
    MUSTARD,
    NAVY,
    PLUM,
    ROSE,
    SILVER,
    STEEL,
    STONE,
    TEAL,
    WHITE,
    Colour,
    darker,
    lighter,
    mix,
    sheer,
)  # fmt: skip
from share_board.demo.drawings.people import Look, cane, person, somebody, upper_body


def wheelchair(
    c: Canvas, x: float, y: float, cloth: Colour = CORAL, *, size: float = 1.0, rider: Look | None = None
) -> None:
    """Seen from the side, facing right; the large wheel stands at (x, y)."""
    with c.at(x, y, size):
        c.shadow(30, 0, 130, 16)
        c.line([(6, -76), (6, -150)], darker(STEEL, 0.2), 8)
        c.box(-52, -226, 24, 118, cloth, 10, "slope", 0.5)
        c.box(-44, -122, 128, 26, cloth, 10, "slope", 0.5)
        if rider:
            with c.at(4, -20, 0.92):
                upper_body(c, rider, left=(30, -120), right=(62, -122), gaze=0.8)
            c.line([(4, -128), (84, -126)], rider.bottom, 36)
            c.line([(96, -116), (124, -46)], rider.bottom, 30)
            c.oval(138, -34, 26, 13, darker(rider.bottom, 0.45), depth=0.2)
        c.line([(-40, -98), (-40, -226), (-78, -236)], STEEL, 9)
        c.line([(-62, -232), (-86, -238)], INK, 15)
        c.line([(-40, -98), (86, -98), (112, -26), (150, -26)], STEEL, 9)
        c.line([(120, -18), (164, -18)], INK, 11)
        c.line([(-40, -160), (70, -160), (80, -100)], STEEL, 8)
        c.line([(-30, -164), (62, -164)], INK, 15)
        c.line([(84, -96), (88, -44)], STEEL, 8)
        c.arc(88, -26, 20, 20, 0, 360, INK, 9)
        c.oval(88, -26, 7, 7, STEEL, depth=0.2)
        for spoke in range(8):
            with c.at(0, -78, turn=spoke * 45 + 12):
                c.line([(0, 0), (0, -68)], STONE, 3)
        c.arc(0, -78, 72, 72, 0, 360, "#5a5265", 12)
        c.arc(0, -78, 58, 58, 0, 360, SILVER, 5)
        c.oval(0, -78, 12, 12, STEEL, depth=0.4)


def one_wheelchair(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.studio(c, m, 590)
    scenery.plant(c, 1070, 640, 1.15, m.cloth)
    wheelchair(c, 540, 720, m.paint, size=2.35)


def wheelchairs_in_a_row(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 480)
    for x in (120, 470, 820):
        scenery.window(c, x, 70, 260, 150, "day")
    c.box(-10, 300, WIDTH + 20, 166, mix(m.wall, BARK, 0.35), 0, "down", 0.3)
    c.arc(600, 700, 520, 120, 0, 360, lighter(m.cloth, 0.2), 12)
    for number, colour in enumerate((LAGOON, BLUE, LEAF)):
        wheelchair(c, 210 + number * 330, 590 - number * 6, colour, size=1.05)
    for number, colour in enumerate((CORAL, MUSTARD, PLUM)):
        wheelchair(c, 130 + number * 370, 760, colour, size=1.4)


def ageing_kit(c: Canvas) -> None:
    """Clouded goggles, muffs over the ears, weights on wrists and ankles, a stiff knee, a stick."""
    m = scenery.mood(c)
    scenery.studio(c, m, 600)
    look = somebody(c.random, cut="short", glasses=False, top=LAGOON, bottom=NAVY)
    cane(c, 744, 520, 226)
    person(c, 600, 745, look, size=1.9, left=(-66, -118), right=(70, -118), shadow=True)
    with c.at(600, 745, 1.9):
        c.blob(
            [
                (-34, -202),
                (-12, -196),
                (0, -150),
                (12, -196),
                (34, -202),
                (46, -150),
                (44, -106),
                (-44, -106),
                (-46, -150),
            ],
            STEEL,
            "round",
            0.5,
        )
        for x in (-26, 26):
            c.box(x - 14, -146, 28, 30, darker(STEEL), 6, depth=0.4)
        c.line([(0, -186), (0, -112)], INK, 3)
        c.box(-40, -262, 80, 26, MUSTARD, 12, depth=0.4)
        for x in (-19, 19):
            c.oval(x, -249, 14, 9, sheer(WHITE, 0.75), depth=0)
        c.arc(0, -258, 46, 44, 188, 352, INK, 8)
        for x in (-46, 46):
            c.oval(x, -248, 12, 19, CORAL, depth=0.5)
        for x, y in ((-60, -128), (64, -128)):
            c.box(x - 18, y - 9, 36, 19, CORAL, 8, depth=0.4)
        for x in (-21, 21):
            c.box(x - 23, -74, 46, 30, STEEL, 9, depth=0.4)
            c.box(x - 22, -32, 44, 18, CORAL, 7, depth=0.4)
    for x, y, colour in ((200, 660, CORAL), (305, 700, CORAL)):
        c.shadow(x, y + 28, 62, 12)
        c.box(x - 58, y - 24, 116, 50, colour, 22, depth=0.5)
        c.box(x - 8, y - 24, 16, 50, darker(colour, 0.3), 4, depth=0.2)
    c.shadow(990, 716, 110, 16)
    c.box(890, 600, 200, 112, m.paint, 14, depth=0.5)
    c.line([(950, 600), (950, 570), (1030, 570), (1030, 600)], darker(m.paint), 12)
    c.box(890, 640, 200, 12, darker(m.paint, 0.25), 0, depth=0)


def _wheel(c: Canvas, x: float, y: float, r: float) -> None:
    c.oval(x, y, r, r, "#4f4859", depth=0.4)
    c.oval(x, y, r * 0.56, r * 0.56, SILVER, depth=0.5)
    c.oval(x, y, r * 0.2, r * 0.2, STEEL, depth=0.2)


def _street(c: Canvas) -> None:
    scenery.meadow(c, 520)
    c.box(-10, 612, WIDTH + 20, 200, "#c9c5c4", 0, "up", 0.25)
    c.box(-10, 600, WIDTH + 20, 18, CREAM, 0, depth=0.1)
    for number in range(7):
        c.box(20 + number * 190, 752, 110, 14, CREAM, 4, depth=0)


def lift_van(c: Canvas) -> None:
    _street(c)
    paint = c.random.choice((LAGOON, "#f0c56f", "#e9a79a"))
    c.shadow(520, 690, 430, 24, 0.35)
    c.blob(
        [(150, 300), (420, 262), (700, 266), (800, 300), (872, 440), (930, 480), (948, 560), (938, 650), (600, 662),
         (150, 656), (118, 600), (116, 380)], paint, "down", 0.4,
    )  # fmt: skip
    c.fill([(120, 520), (945, 520), (946, 556), (120, 556)], WHITE, depth=0.1)
    c.box(470, 316, 160, 138, "#d8ebf0", 16, depth=0.4)
    c.fill([(656, 316), (770, 318), (836, 454), (656, 454)], "#d8ebf0", "slope", 0.4)
    c.box(168, 306, 270, 344, darker(paint, 0.35), 14, depth=0.3)
    c.box(188, 326, 230, 312, "#6a6678", 8, "down", 0.3)
    c.box(216, 352, 90, 62, "#d8ebf0", 10, depth=0.2)
    c.line([(642, 300), (642, 640)], darker(paint, 0.22), 5)
    c.line([(664, 492), (704, 492)], INK, 9)
    c.oval(930, 560, 18, 26, BUTTER, depth=0.2)
    _wheel(c, 790, 652, 58)
    _wheel(c, 520, 652, 58)
    c.line([(200, 560), (200, 690)], STEEL, 14)
    c.line([(410, 560), (410, 690)], STEEL, 14)
    c.fill([(160, 674), (450, 674), (474, 706), (134, 706)], STEEL, "slope", 0.4)
    c.box(132, 704, 344, 12, MUSTARD, 4, depth=0.2)
    wheelchair(c, 270, 690, CORAL, size=1.05, rider=Look(hair="#dedad6", cut="bun", top=ROSE, bottom=PLUM))
    person(c, 668, 742, somebody(c.random, top=TEAL, bottom=NAVY, apron=WHITE), size=1.08, left=(-92, -150), gaze=-0.9)


def light_truck(c: Canvas) -> None:
    _street(c)
    c.shadow(610, 694, 440, 24, 0.35)
    for number in range(4):
        chair(c, 262 + number * 84, 506, (CORAL, LAGOON)[number % 2], size=1.05)
    c.box(560, 396, 130, 100, "#e2bd8d", 6, depth=0.5)
    c.box(580, 316, 100, 82, "#d6ab78", 6, depth=0.5)
    c.line([(560, 430), (690, 430)], CREAM, 7)
    c.box(178, 476, 560, 96, WHITE, 8, "down", 0.4)
    for x in (290, 420, 550, 680):
        c.line([(x, 486), (x, 562)], SILVER, 6)
    c.box(178, 568, 800, 50, darker(WHITE, 0.12), 8, "down", 0.3)
    c.blob(
        [
            (742, 330),
            (800, 300),
            (900, 300),
            (950, 330),
            (1000, 470),
            (1020, 520),
            (1022, 610),
            (980, 626),
            (742, 626),
            (738, 480),
        ],
        WHITE,
        "down",
        0.4,
    )
    c.fill([(856, 336), (926, 338), (974, 460), (856, 460)], "#cfe3ec", "slope", 0.4)
    c.box(764, 340, 76, 120, "#cfe3ec", 12, depth=0.4)
    c.line([(848, 326), (848, 612)], SILVER, 5)
    c.line([(866, 500), (900, 500)], INK, 8)
    c.oval(1006, 548, 15, 24, BUTTER, depth=0.2)
    c.box(738, 590, 290, 24, LAGOON, 8, depth=0.3)
    _wheel(c, 330, 640, 56)
    _wheel(c, 880, 640, 56)
    person(c, 130, 742, somebody(c.random, top=LEAF), size=1.05, right=(74, -196), gaze=0.9)

"""Chairs, tables, loudspeakers, current and wind."""

from share_board.demo.drawings import furniture, scenery
from share_board.demo.drawings.canvas import Canvas
from share_board.demo.drawings.palette import (
    BLUE,
    BUTTER,
    COCOA,
    CORAL,
    CREAM,
    INK,
    LAGOON,
    LEAF,
    MUSTARD,
    NAVY,
    OAK,
    SILVER,
    STEEL,
    STONE,
    WHITE,
    Colour,
    darker,
    lighter,
    mix,
    sheer,
)


def folding_chairs(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.studio(c, m, 540)
    for x in (300, 560, 820):
        _folding_chair(c, x, 590, 1.05, m.cloth)
    for x in (180, 460, 740):
        _folding_chair(c, x, 752, 1.55, m.paint)
    for number in range(5):
        with c.at(960 + number * 34, 752, turn=-7):
            c.line([(0, 0), (0, -300)], STEEL, 9)
            c.line([(22, 0), (22, -290)], darker(STEEL, 0.2), 7)
            c.box(-8, -320, 40, 92, m.paint, 10, "pipe", 0.5)
            c.box(0, -190, 26, 120, darker(m.paint, 0.12), 8, "pipe", 0.5)


def _folding_chair(c: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """A steel chair, seen half from the side, legs crossing."""
    with c.at(x, y, size):
        c.shadow(10, -2, 74, 13)
        c.line([(52, 0), (-34, -150), (-40, -196)], darker(STEEL, 0.2), 7)
        c.line([(-46, 0), (44, -104)], darker(STEEL, 0.2), 7)
        c.line([(74, -8), (-12, -158), (-18, -204)], STEEL, 8)
        c.line([(-24, -8), (66, -110)], STEEL, 8)
        c.fill([(-42, -206), (-12, -214), (-4, -160), (-36, -152)], colour, "slope", 0.5)
        c.blob([(-44, -206), (-28, -216), (-10, -212), (-2, -184), (-6, -156), (-36, -150)], colour, "slope", 0.4)
        c.fill([(-22, -116), (52, -122), (84, -102), (6, -92)], lighter(colour, 0.15), "slope", 0.3)
        c.fill([(6, -94), (84, -104), (84, -90), (6, -80)], darker(colour, 0.2), depth=0.2)
        c.line([(-34, -6), (-14, -8)], INK, 8)
        c.line([(64, -4), (84, -8)], INK, 8)


def long_tables(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.studio(c, m, 520)
    top = c.random.choice((OAK, "#e9d8bd", "#d9b083"))
    with c.at(1040, 560):
        for number in range(3):
            c.box(-60 + number * 30, -330, 26, 330, darker(top, number * 0.08), 5, "across", 0.5)
            c.line([(-40 + number * 30, -60), (-40 + number * 30, -270)], STEEL, 5)
    for x, y, width, size in ((480, 580, 660, 0.9), (560, 752, 940, 1.2)):
        half = width / 2
        c.shadow(x, y - 20, half, 26 * size, 0.25)
        for side in (-1, 1):
            lx = x + side * half * 0.82
            c.line([(lx, y - 180 * size), (lx - side * 20, y - 44 * size)], darker(STEEL, 0.2), 10 * size)
            c.line([(lx + side * 24, y - 140 * size), (lx + side * 24, y)], STEEL, 12 * size)
            c.line([(lx - side * 8, y), (lx + side * 40, y)], STEEL, 12 * size)
            c.line([(lx + side * 20, y - 60 * size), (lx - side * 120, y - 140 * size)], STEEL, 7 * size)
        c.fill(
            [
                (x - half * 0.9, y - 216 * size),
                (x + half * 0.9, y - 216 * size),
                (x + half, y - 146 * size),
                (x - half, y - 146 * size),
            ],
            top,
            "slope",
            0.3,
        )
        c.box(x - half - 4, y - 150 * size, width + 8, 17 * size, darker(top, 0.3), 6, depth=0.2)
        c.line([(x - half + 8, y - 146 * size), (x + half - 8, y - 146 * size)], lighter(top, 0.4), 4)
    furniture.vase(c, 470, 530, size=1.15, colour=m.cloth)
    furniture.teapot(c, 700, 548, m.paint, size=0.9)
    furniture.cup(c, 830, 556, WHITE, size=1.05, steam=True)


def projector_and_screen(c: Canvas) -> None:
    m = scenery.mood(c)
    dim = scenery.Mood(mix(m.wall, NAVY, 0.28), mix(m.floor, NAVY, 0.16), m.cloth, m.paint)
    scenery.room(c, dim, 560)
    c.line([(430, 480), (430, 660)], STEEL, 13)
    for lean in (-110, 110):
        c.line([(430, 600), (430 + lean, 690)], STEEL, 11)
    furniture.screen(c, 120, 100, 620, 400)
    c.fill([(138, 116), (722, 116), (884, 524), (884, 540)], sheer(CREAM, 0.16))
    c.fill([(722, 116), (722, 482), (884, 545), (884, 524)], sheer(CREAM, 0.24))
    furniture.table(c, 960, 760, 320, OAK, depth=56, height=170)
    c.shadow(960, 562, 110, 12)
    c.box(874, 488, 190, 72, WHITE, 16, "slope", 0.5)
    c.oval(884, 530, 12, 27, INK, depth=0.4)
    c.oval(882, 528, 7, 16, LAGOON, depth=0)
    for number in range(4):
        c.line([(960 + number * 22, 510), (960 + number * 22, 538)], STONE, 6)
    c.oval(1040, 502, 6, 6, LEAF, depth=0)
    for x in (900, 1040):
        c.box(x, 556, 22, 12, STEEL, 4, depth=0)
    c.curve([(1064, 540), (1130, 560), (1110, 640), (1150, 790)], INK, 6)


def amplifier(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.studio(c, m, 580)
    c.shadow(470, 726, 220, 26, 0.35)
    c.line([(400, 170), (400, 120), (560, 120), (560, 170)], INK, 16)
    c.box(290, 160, 370, 560, "#635b70", 34, depth=0.5)
    c.box(318, 188, 314, 504, "#7d7489", 22, "down", 0.4)
    for y, r in ((300, 78), (540, 122)):
        c.oval(475, y, r + 12, r + 12, "#514a5d", depth=0.3)
        c.oval(475, y, r, r, "#6a6276", depth=0.7)
        c.oval(475, y, r * 0.62, r * 0.62, "#5a5266", depth=0.6)
        c.oval(475, y, r * 0.28, r * 0.28, m.paint, depth=0.5)
    for x, colour in ((356, CORAL), (390, MUSTARD), (424, LEAF)):
        c.oval(x, 210, 9, 9, colour, depth=0.2)
    for number in range(3):
        for side in (-1, 1):
            c.arc(
                475,
                440,
                260 + number * 54,
                250 + number * 50,
                -24 if side > 0 else 156,
                24 if side > 0 else 204,
                lighter(m.paint, 0.25 + number * 0.15),
                13,
            )
    for x, y, turn in ((850, 672, -24), (980, 690, 16)):
        c.shadow(x, y + 14, 120, 15)
        with c.at(x, y, 1.2, turn=turn - 70):
            c.fill([(-20, -60), (20, -60), (14, 110), (-14, 110)], INK, "pipe", 0.6)
            c.box(-24, -74, 48, 22, m.paint, 8, "pipe", 0.4)
            c.oval(0, -104, 40, 42, STEEL, depth=0.7)
            for number in (-18, 0, 18):
                c.arc(0, -104 + number, 38 - abs(number) * 0.5, 9, 10, 170, lighter(STEEL, 0.35), 3.5)
            c.oval(0, -6, 6, 8, LEAF, depth=0)


def generator(c: Canvas) -> None:
    scenery.meadow(c, 470)
    paint = c.random.choice((CORAL, MUSTARD, BLUE))
    c.shadow(540, 728, 330, 32, 0.35)
    c.box(300, 440, 480, 260, paint, 40, depth=0.5)
    c.box(330, 350, 420, 130, darker(paint, 0.1), 34, depth=0.4)
    c.line([(330, 400), (330, 300), (750, 300), (750, 400)], INK, 22)
    c.line([(430, 300), (650, 300)], COCOA, 32)
    c.oval(450, 376, 36, 13, INK, depth=0.4)
    c.box(330, 500, 230, 160, "#efe9e2", 16, depth=0.3)
    for x in (390, 500):
        c.oval(x, 556, 40, 40, INK, depth=0.4)
        c.oval(x, 556, 33, 33, "#5f586b", depth=0.2)
        for side in (-11, 11):
            c.line([(x + side, 546), (x + side, 566)], CREAM, 7)
    for x, colour in ((376, LEAF), (412, MUSTARD), (448, CORAL)):
        c.oval(x, 630, 10, 10, colour, depth=0.2)
    c.box(480, 618, 60, 24, STEEL, 8, depth=0.2)
    for number in range(6):
        c.line([(604, 512 + number * 27), (740, 512 + number * 27)], darker(paint, 0.3), 11)
    for x in (360, 720):
        c.box(x - 40, 694, 80, 30, INK, 10, depth=0.3)
    c.curve([(500, 570), (620, 760), (820, 750), (930, 640), (960, 420), (930, 250)], INK, 9)
    c.line([(900, 720), (960, 220), (1020, 720)], STEEL, 11)
    for x in (880, 1040):
        c.fill([(x - 62, 200), (x + 62, 200), (x + 52, 282), (x - 52, 282)], MUSTARD, "slope", 0.5)
        c.fill([(x - 48, 212), (x + 48, 212), (x + 40, 270), (x - 40, 270)], CREAM, depth=0.2)
        for grow in (150, 105, 70):
            c.oval(x, 244, grow, grow * 0.8, sheer(BUTTER, 0.16))
    c.line([(820, 240), (1100, 240)], STEEL, 8)


def power_station(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 500)
    scenery.window(c, 110, 90, 270, 220, "dusk", m.cloth)
    scenery.counter(c, m, 580)
    c.shadow(560, 716, 240, 24, 0.35)
    c.line([(390, 360), (390, 290), (730, 290), (730, 360)], INK, 26)
    c.box(340, 350, 440, 350, "#6b6478", 34, depth=0.5)
    c.box(340, 350, 440, 70, m.paint, 34, depth=0.3)
    c.box(370, 440, 170, 116, "#cfe8e3", 14, depth=0.3)
    c.box(388, 476, 110, 44, WHITE, 8, depth=0)
    for number in range(4):
        c.box(394 + number * 25, 482, 20, 32, LEAF, 4, depth=0.2)
    c.box(500, 488, 10, 20, WHITE, 3, depth=0)
    for x in (600, 700):
        c.oval(x, 498, 42, 42, "#efe9e2", depth=0.3)
        for side in (-12, 12):
            c.line([(x + side, 486), (x + side, 510)], INK, 7)
    for number in range(3):
        c.box(376 + number * 60, 594, 46, 26, "#efe9e2", 6, depth=0.2)
        c.box(386 + number * 60, 602, 26, 10, INK, 3, depth=0)
    for x in (600, 650, 700):
        c.oval(x, 610, 15, 15, (LEAF, MUSTARD, CORAL)[(x - 600) // 50], depth=0.3)
    c.curve([(399, 608), (330, 690), (262, 668), (220, 690)], INK, 7)
    with c.at(180, 690, turn=-14):
        c.box(-46, -92, 92, 158, INK, 14, depth=0.4)
        c.box(-38, -80, 76, 132, "#bfe0ea", 6, depth=0.2)
        c.box(-12, -34, 20, 44, LEAF, 5, depth=0)
    c.curve([(700, 500), (820, 620), (900, 716), (980, 712)], INK, 7)
    for grow in (230, 170, 112):
        c.oval(980, 440, grow, grow * 0.86, sheer(BUTTER, 0.2))
    c.shadow(980, 716, 80, 13)
    c.oval(980, 704, 72, 19, m.paint, depth=0.4)
    c.line([(980, 700), (980, 470)], m.paint, 14)
    c.fill([(934, 360), (1026, 360), (1076, 480), (884, 480)], MUSTARD, "slope", 0.35)


def fans(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.studio(c, m, 590)
    c.shadow(360, 736, 170, 22, 0.35)
    c.oval(360, 724, 150, 30, STEEL, depth=0.5)
    c.line([(360, 710), (360, 470)], STEEL, 24)
    c.oval(360, 330, 226, 226, lighter(LAGOON, 0.55), depth=0.25)
    for blade in range(4):
        with c.at(360, 330, turn=blade * 90 + 20):
            c.blob([(0, 0), (-22, -110), (40, -190), (110, -160), (76, -60)], LAGOON, "round", 0.5)
    c.arc(360, 330, 226, 226, 0, 360, STEEL, 15)
    for ring in (70, 122, 174):
        c.arc(360, 330, ring, ring, 0, 360, sheer(WHITE, 0.75), 5)
    for spoke in range(16):
        with c.at(360, 330, turn=spoke * 22.5):
            c.line([(0, -40), (0, -222)], lighter(STEEL, 0.4), 4)
    c.oval(360, 330, 44, 44, m.paint, depth=0.5)
    c.shadow(850, 738, 160, 22, 0.35)
    c.box(720, 330, 260, 380, WHITE, 30, depth=0.5)
    c.box(720, 330, 260, 76, m.paint, 30, depth=0.3)
    for number in range(5):
        c.line([(764, 560 + number * 26), (936, 560 + number * 26)], SILVER, 10)
    c.oval(800, 470, 30, 30, SILVER, depth=0.4)
    c.line([(800, 470), (812, 452)], INK, 7)
    c.box(860, 446, 82, 44, "#cfe8e3", 10, depth=0.2)
    c.curve([(850, 340), (850, 250), (800, 204), (720, 210)], STONE, 62)
    for ring in range(6):
        c.arc(850 - (ring > 3) * (ring - 3) * 24, 318 - ring * 20, 32, 9, 10, 170, darker(STONE, 0.2), 4)
    c.oval(708, 211, 18, 36, INK, depth=0.3)
    for x in (756, 944):
        c.oval(x, 718, 22, 22, INK, depth=0.4)
    for number in range(3):
        y = 180 + number * 34
        c.curve([(650, y), (612, y - 16), (576, y + 10), (540, y - 6)], sheer(WHITE, 0.9), 9)

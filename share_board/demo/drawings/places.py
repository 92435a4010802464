"""Places with a purpose: cafe, kitchen, garden, roof."""

import math

from share_board.demo.drawings import furniture, scenery
from share_board.demo.drawings.canvas import WIDTH, Canvas, ellipse
from share_board.demo.drawings.palette import (
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
    TEAL,
    WHITE,
    WOOD,
    darker,
    lighter,
    sheer,
)
from share_board.demo.drawings.people import child, elder, onlooker, person, sitting, somebody


def cafe(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 510)
    c.box(90, 90, 270, 210, "#5d6b63", 10, depth=0.3)
    c.line([(90, 90), (360, 90), (360, 300), (90, 300), (90, 90)], WOOD, 13)
    for row in range(4):
        c.line([(126, 140 + row * 38), (220 + c.random.uniform(0, 50), 140 + row * 38)], CREAM, 6)
        c.line([(296, 140 + row * 38), (324, 140 + row * 38)], BUTTER, 6)
    for row in (150, 250):
        c.box(700, row, 400, 14, WOOD, 4, depth=0.3)
        for number in range(7):
            x = 724 + number * 54
            if (number + row // 100) % 3:
                c.box(x, row - 44, 34, 44, c.random.choice((CORAL, LAGOON, BUTTER, CREAM)), 8, "pipe", 0.5)
                c.box(x + 3, row - 54, 28, 12, WOOD, 4, depth=0.2)
            else:
                furniture.cup(c, x + 18, row, CREAM, size=0.6)
    for x in (480, 620, 760):
        scenery.lamp(c, x, 150 + (x == 620) * 26, m.paint)
    c.box(560, 400, 660, 190, lighter(WOOD, 0.1), 6, "down", 0.4)
    for x in range(590, 1200, 60):
        c.line([(x, 424), (x, 580)], darker(WOOD, 0.08), 4)
    c.box(540, 380, 700, 30, OAK, 8, depth=0.3)
    _coffee_machine(c, 1020, 382)
    c.oval(700, 374, 78, 15, WHITE, depth=0.2)
    for number, colour in enumerate((GOLDEN, CORAL, "#b98a5f")):
        c.oval(664 + number * 36, 356, 21, 17, colour, depth=0.6)
    c.blob([(630, 370), (636, 312), (700, 282), (764, 312), (770, 370)], sheer(WHITE, 0.42))
    c.oval(700, 280, 9, 9, WOOD, depth=0.3)
    furniture.vase(c, 840, 382, size=0.85)
    for x, y, r in ((240, 700, 130), (620, 765, 150)):
        furniture.chair(c, x - r * 1.25, y + 10, m.cloth, size=1.15, view="right")
        furniture.chair(c, x + r * 1.25, y + 10, m.cloth, size=1.15, view="left")
        furniture.round_table(c, x, y, r, OAK, height=130)
        furniture.cup(c, x - 46, y - 122, WHITE, size=0.95, steam=True)
        furniture.cup(c, x + 52, y - 116, CREAM, size=0.95)
    scenery.plant(c, 1120, 760, 1.25, m.paint)


def _coffee_machine(c: Canvas, x: float, y: float) -> None:
    c.box(x - 90, y - 150, 180, 150, SILVER, 14, depth=0.5)
    c.box(x - 90, y - 150, 180, 44, CORAL, 14, depth=0.4)
    c.box(x - 66, y - 84, 132, 66, "#5f5868", 6, depth=0.3)
    for side in (-34, 34):
        c.line([(x + side, y - 106), (x + side, y - 74)], STEEL, 14)
        c.box(x + side - 16, y - 46, 32, 28, WHITE, 6, "pipe", 0.4)
        c.oval(x + side * 1.6, y - 128, 8, 8, CREAM, depth=0.2)
    c.box(x - 84, y - 20, 168, 20, STEEL, 5, depth=0.3)


def kitchen(c: Canvas) -> None:
    m = scenery.mood(c)
    c.box(-10, -10, WIDTH + 20, 640, m.wall, 0, "down", 0.25)
    for row in range(5):
        c.line([(0, 250 + row * 46), (WIDTH, 250 + row * 46)], lighter(m.wall, 0.6), 4)
    for column in range(27):
        c.line([(column * 46, 230), (column * 46, 440)], lighter(m.wall, 0.6), 4)
    c.box(-10, 600, WIDTH + 20, 210, m.floor, 0, "up", 0.3)
    scenery.window(c, 440, 60, 320, 190, "day", m.cloth)
    c.fill([(880, -10), (1060, -10), (1120, 130), (820, 130)], SILVER, "slope", 0.5)
    c.box(810, 124, 320, 26, STEEL, 6, depth=0.4)
    _ladles(c)
    c.box(-10, 430, 1220, 36, "#dfe3e6", 4, "down", 0.3)
    c.box(-10, 464, 1220, 216, lighter(m.cloth, 0.1), 0, "down", 0.4)
    for x in (150, 330, 510, 690, 1100):
        c.line([(x, 474), (x, 672)], darker(m.cloth, 0.12), 5)
    for x in (110, 190, 470, 550, 650):
        c.line([(x, 500), (x, 540)], STEEL, 9)
    _stove(c)
    c.line([(600, 430), (600, 350)], STEEL, 11)
    c.arc(632, 350, 32, 30, 180, 330, STEEL, 11)
    c.box(540, 426, 200, 14, STEEL, 6, depth=0.3)
    _vegetables(c)
    furniture.table(c, 420, 796, 560, OAK, depth=80, height=90)
    for x, colour in ((260, WHITE), (420, LAGOON), (580, WHITE)):
        c.oval(x, 672, 66, 17, colour, depth=0.3)
        c.oval(x, 668, 42, 10, darker(colour, 0.06), depth=0.1)


def _ladles(c: Canvas) -> None:
    c.line([(90, 130), (370, 130)], STEEL, 9)
    for number, x in enumerate((120, 190, 260, 330)):
        c.line([(x, 130), (x, 216)], (WOOD, STEEL, STEEL, WOOD)[number], 9)
        if number % 2:
            c.oval(x, 238, 28, 26, (SILVER, STEEL)[number // 2], depth=0.5)
        else:
            c.box(x - 18, 206, 36, 58, (OAK, SILVER)[number // 2], 10, depth=0.4)


def _stove(c: Canvas) -> None:
    c.box(800, 464, 280, 216, SILVER, 6, depth=0.3)
    c.box(830, 520, 220, 130, "#57515f", 10, depth=0.4)
    for x in range(4):
        c.oval(842 + x * 66, 490, 12, 12, INK, depth=0.3)
    for x, r, colour in ((868, 70, CORAL), (1014, 62, TEAL)):
        c.box(x - r, 424, 2 * r, 10, INK, 3, depth=0)
        c.box(x - r * 0.86, 424 - r * 1.2, r * 1.72, r * 1.2, colour, 16, "pipe", 0.6)
        c.oval(x, 424 - r * 1.2, r * 0.9, 15, lighter(colour, 0.15), depth=0.3)
        c.oval(x, 408 - r * 1.2, 11, 9, INK, depth=0.2)
        for side in (-1, 1):
            c.line([(x + side * r * 0.84, 392), (x + side * r * 1.1, 392)], INK, 12)
    furniture.steam_above(c, 868, 318, 1.3)


def _vegetables(c: Canvas) -> None:
    c.box(130, 412, 220, 18, OAK, 6, depth=0.3)
    for x, colour in ((160, CORAL), (212, CORAL)):
        c.oval(x, 392, 25, 23, colour, depth=0.6)
        c.line([(x, 372), (x + 4, 364)], MOSS, 6)
    c.fill([(244, 402), (250, 384), (346, 394), (348, 400), (250, 410)], GOLDEN, depth=0.4)
    for lean in (-8, 4, 14):
        c.line([(246, 394), (224, 384 + lean)], LEAF, 6)
    c.blob([(380, 430), (366, 384), (394, 350), (430, 346), (462, 372), (462, 412), (444, 430)], LEAF, depth=0.6)
    c.curve([(414, 428), (418, 390), (404, 366)], lighter(LEAF, 0.5), 4)


def nursery_garden(c: Canvas) -> None:
    scenery.meadow(c, 470, town=True)
    for x in range(-10, 1220, 60):
        c.box(x, 424, 26, 82, WHITE, 12, depth=0.3)
    c.box(-10, 446, WIDTH + 20, 12, WHITE, 4, depth=0.1)
    scenery.tree(c, 140, 560, 1.7)
    c.shadow(470, 650, 170, 18)
    for x in (384, 470):
        c.line([(x, 640), (x, 330)], CORAL, 15)
    for rung in range(5):
        c.line([(384, 610 - rung * 56), (470, 610 - rung * 56)], MUSTARD, 11)
    c.fill([(462, 372), (520, 372), (740, 600), (820, 604), (820, 640), (720, 640)], BUTTER, "slope", 0.5)
    c.curve([(462, 366), (524, 370), (640, 490), (736, 592), (822, 600)], MUSTARD, 15)
    c.box(370, 356, 150, 18, MUSTARD, 6, depth=0.3)
    c.fill([(352, 270), (446, 200), (540, 270)], LAGOON, "slope", 0.4)
    c.line([(384, 366), (384, 266)], CORAL, 12)
    c.line([(508, 366), (508, 266)], CORAL, 12)
    c.oval(1000, 700, 190, 62, WOOD, "down", 0.3)
    c.oval(1000, 692, 168, 48, "#f1dfb6", depth=0.2)
    c.blob([(900, 690), (930, 640), (966, 650), (996, 690)], "#e2c896", depth=0.4)
    c.fill([(1050, 650), (1102, 650), (1092, 704), (1060, 704)], BLUE, "pipe", 0.5)
    c.arc(1076, 650, 25, 24, 180, 360, BLUE, 5)
    c.line([(1126, 700), (1150, 656)], CORAL, 9)
    person(c, 880, 706, child(c.random, top=ROSE), size=1.1, left=(-80, -170), right=(66, -104))
    sitting(c, 600, 452, child(c.random, top=BLUE), size=1.0, left=(-76, -140), right=(76, -140), mouth="open")
    person(c, 300, 740, child(c.random, top=MUSTARD), size=1.1, right=(84, -150), gaze=0.6)
    c.shadow(430, 752, 38, 9)
    c.oval(430, 716, 38, 38, CORAL, depth=0.6)
    c.arc(430, 716, 38, 16, 0, 180, CREAM, 8)
    for x, y in ((70, 720), (560, 770), (760, 720), (1130, 560), (620, 690)):
        for px, py in ellipse(x, y, 9, 9)[:-1:2][:5]:
            c.oval(px, py, 6, None, WHITE, depth=0)
        c.oval(x, y, 5, None, MUSTARD, depth=0)


def rooftop(c: Canvas) -> None:
    """Fireworks over the town, seen by neighbours from the roof."""
    c.box(-10, -10, WIDTH + 20, 600, "#66719f", 0, depth=0)
    for y, colour in ((300, "#8a86ad"), (380, "#b394ac"), (450, "#d9a8a3")):
        c.oval(600, y + 330, 1300, 330, colour, depth=0)
    c.dots([(c.random.uniform(0, WIDTH), c.random.uniform(0, 260)) for _ in range(34)], 2.6, CREAM)
    for x, y, r, colour, other in (
        (320, 190, 150, CORAL, BUTTER),
        (640, 120, 108, "#bfe0d6", CREAM),
        (920, 220, 168, BUTTER, ROSE),
    ):
        for ring, share in ((18, 1.0), (14, 0.66), (9, 0.34)):
            for number in range(ring):
                angle = math.tau * number / ring + share * 3
                dx, dy = math.cos(angle) * r * share, math.sin(angle) * r * share
                paint = colour if share != 0.66 else other
                c.line([(x + dx * 0.82, y + dy * 0.82), (x + dx, y + dy)], paint, 7)
                c.oval(x + dx * 1.07, y + dy * 1.07, 5, None, other, depth=0)
    left = -20.0
    while left < WIDTH:
        width, tall = c.random.uniform(70, 130), c.random.uniform(50, 150)
        c.box(left, 560 - tall, width, tall + 40, "#6f6a8e", 3, depth=0.2)
        for _ in range(5):
            c.box(
                left + c.random.uniform(8, width - 20),
                560 - c.random.uniform(10, tall - 14),
                11,
                14,
                BUTTER,
                2,
                depth=0,
            )
        left += width + c.random.uniform(0, 16)
    c.box(-10, 590, WIDTH + 20, 220, "#b9a796", 0, "up", 0.35)
    for x in range(20, WIDTH, 84):
        c.line([(x, 480), (x, 604)], CREAM, 7)
    for y in (480, 520, 560):
        c.line([(-10, y), (WIDTH + 10, y)], CREAM, 7 if y > 480 else 13)
    everybody = (elder, child, somebody, somebody, child, elder)
    for x, who in zip((150, 330, 470, 740, 880, 1050), everybody, strict=True):
        onlooker(c, x, 760, who(c.random), size=1.15)

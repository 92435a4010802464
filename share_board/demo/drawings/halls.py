"""Rooms to move in, to work in, to play in."""

from share_board.demo.drawings import furniture, scenery
from share_board.demo.drawings.canvas import HEIGHT, WIDTH, Canvas
from share_board.demo.drawings.care import wheelchair
from share_board.demo.drawings.palette import (
    BARK,
    BLUE,
    BUTTER,
    COCOA,
    CORAL,
    CREAM,
    INK,
    LAGOON,
    LEAF,
    LILAC,
    MUSTARD,
    NAVY,
    OAK,
    ROSE,
    SILVER,
    STEEL,
    TEAL,
    WHITE,
    WOOD,
    darker,
    lighter,
    mix,
    sheer,
)
from share_board.demo.drawings.signs import access_mark


def stage_hall(c: Canvas) -> None:
    wall = c.random.choice(("#f3dfc8", "#dfe6e6", "#eadff0"))
    c.box(-10, -10, WIDTH + 20, 480, wall, 0, "down", 0.3)
    c.box(-10, 470, WIDTH + 20, 340, "#d9b184", 0, "up", 0.3)
    c.box(190, 60, 820, 380, "#8d6a70", 0, depth=0)
    c.fill([(190, 420), (1010, 420), (1060, 476), (140, 476)], OAK, "slope", 0.25)
    for x, lean in ((420, 60), (620, 0), (820, -60)):
        c.fill([(x - 12, 60), (x + 12, 60), (x + lean + 76, 424), (x + lean - 76, 424)], sheer(BUTTER, 0.3))
        c.oval(x + lean, 430, 84, 16, sheer(BUTTER, 0.4))
    c.box(140, 474, 920, 56, darker(OAK, 0.22), 0, "down", 0.4)
    c.shadow(620, 436, 190, 16, 0.4)
    for x in (520, 736, 640):
        c.line([(x, 360), (x, 436)], INK, 12)
    c.blob(
        [(480, 330), (500, 292), (620, 276), (740, 290), (790, 330), (760, 372), (560, 376), (486, 368)],
        "#4a4152",
        "slope",
        0.5,
    )
    c.fill([(560, 292), (690, 176), (812, 214), (770, 306)], "#5b5163", "slope", 0.5)
    c.line([(700, 296), (728, 226)], INK, 5)
    c.box(470, 340, 96, 20, WHITE, 3, depth=0.2)
    for key in range(7):
        c.line([(480 + key * 12, 341), (480 + key * 12, 352)], INK, 5)
    c.box(400, 378, 62, 18, "#4a4152", 6, depth=0.3)
    for x in (410, 452):
        c.line([(x, 392), (x, 436)], INK, 7)
    for side, edge in ((1, 150), (-1, 1050)):
        for fold in range(4):
            x = edge + side * fold * 44
            c.blob(
                [
                    (x - 26, 40),
                    (x + 26, 40),
                    (x + 30 - fold * 2, 240),
                    (x + 26, 452 - fold * 8),
                    (x - 26, 452 - fold * 8),
                    (x - 30, 240),
                ],
                CORAL,
                "pipe",
                0.5,
            )
    for number in range(7):
        x = 120 + number * 160
        c.blob([(x - 86, 20), (x + 86, 20), (x + 84, 70), (x, 118), (x - 84, 70)], darker(CORAL, 0.1), "down", 0.5)
    c.box(60, -10, 1080, 50, MUSTARD, 0, "down", 0.4)
    for row, (y, size) in enumerate(((640, 0.85), (800, 1.12))):
        count = 8 - row
        for number in range(count):
            left = 600 + (number - (count - 1) / 2) * 150 * (0.86 + row * 0.2)
            furniture.chair(c, left, y, LAGOON, size=size, view="back")


def open_hall(c: Canvas) -> None:
    m = scenery.mood(c)
    c.box(-10, -10, WIDTH + 20, 480, m.wall, 0, "down", 0.25)
    c.box(-10, 460, WIDTH + 20, 350, m.floor, 0, "up", 0.3)
    for number in range(4):
        x = 110 + number * 270
        c.box(x - 12, 96, 194, 190, WHITE, 12, depth=0.1)
        c.oval(x + 85, 100, 97, 66, WHITE, depth=0.1)
        with c.inside([(x, 40), (x + 170, 40), (x + 170, 274), (x, 274)]):
            c.oval(x + 85, 104, 85, 56, "#cfe6ee", depth=0)
            c.box(x, 102, 170, 180, "#cfe6ee", 0, depth=0)
            c.oval(x + 40, 290, 120, 62, LEAF, depth=0.3)
        c.line([(x + 85, 52), (x + 85, 274)], WHITE, 7)
        c.line([(x, 160), (x + 170, 160)], WHITE, 7)
    c.box(-10, 330, WIDTH + 20, 130, mix(m.wall, WOOD, 0.5), 0, "down", 0.3)
    c.box(-10, 324, WIDTH + 20, 12, lighter(WOOD, 0.4), 0, depth=0)
    for number in range(-8, 20):
        c.line(
            [(600 + (number * 110 - 600) * 0.75, 460), (600 + (number * 110 - 600) * 1.6, HEIGHT)],
            darker(m.floor, 0.08),
            2.5,
        )
    c.arc(600, 640, 330, 110, 0, 360, lighter(m.cloth, 0.25), 12)
    for number in range(5):
        with c.at(0, -number * 20):
            c.box(90, 520, 200, 16, m.paint, 5, depth=0.3)
            c.line([(100, 540), (280, 540)], STEEL, 6)
    c.line([(80, 380), (80, 560)], STEEL, 9)
    c.line([(80, 560), (310, 560)], STEEL, 9)
    for x in (110, 290):
        c.oval(x, 572, 14, 14, INK, depth=0.2)
    scenery.bunting(c, 12, 34)
    _table_tennis(c, 880, 640)
    for x, y, r, colour in ((470, 690, 46, CORAL), (640, 730, 40, BLUE), (760, 668, 36, MUSTARD)):
        c.shadow(x, y + r - 4, r, r * 0.26)
        c.oval(x, y, r, r, colour, depth=0.7)
        c.arc(x, y, r * 0.45, r, 200, 340, lighter(colour, 0.5), 5)


def _table_tennis(c: Canvas, x: float, y: float) -> None:
    furniture.table(c, x, y, 420, TEAL, depth=100, height=130)
    c.line([(x - 184, y - 226), (x + 184, y - 226)], WHITE, 4)
    c.line([(x, y - 230), (x, y - 132)], sheer(WHITE, 0.9), 4)
    c.fill([(x - 3, y - 262), (x + 5, y - 262), (x + 8, y - 168), (x - 6, y - 168)], WHITE, depth=0.2)
    for lean in (-120, 118):
        with c.at(x + lean, y - 168, turn=30 if lean > 0 else -40):
            c.line([(0, 20), (0, 46)], WOOD, 12)
            c.oval(0, 0, 26, 24, CORAL if lean > 0 else NAVY, depth=0.4)
    c.oval(x + 52, y - 188, 9, 9, MUSTARD, depth=0.2)


def workroom(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 490)
    c.box(330, 80, 540, 270, lighter(WOOD, 0.25), 10, depth=0.25)
    c.dots([(360 + x * 40, 106 + y * 44) for x in range(13) for y in range(6)], 3, darker(WOOD, 0.05))
    _tools(c)
    scenery.window(c, 60, 110, 190, 220, "day")
    scenery.shelf_of_books(c, 940, 120, 200, 1, 86)
    for number, colour in enumerate((CORAL, LAGOON, MUSTARD)):
        c.box(952 + number * 62, 262, 54, 66, colour, 6, depth=0.4)
        c.box(948 + number * 62, 256, 62, 14, lighter(colour, 0.3), 4, depth=0.2)
    c.box(940, 328, 200, 14, WOOD, 4, depth=0.3)
    furniture.table(c, 330, 650, 460, OAK, depth=90, height=130)
    furniture.table(c, 880, 650, 460, OAK, depth=90, height=130)
    c.box(190, 428, 120, 74, "#e8c99a", 4, depth=0.4)
    c.line([(190, 446), (310, 446)], CREAM, 8)
    for number in range(4):
        c.box(350 + number * 6, 478 - number * 12, 130, 14, (WHITE, ROSE, WHITE, LAGOON)[number], 2, depth=0.2)
    for number, colour in enumerate((CORAL, MUSTARD, LEAF, BLUE)):
        x = 740 + number * 56
        c.box(x, 452, 38, 54, WHITE, 5, "pipe", 0.4)
        c.box(x, 466, 38, 26, colour, 0, "pipe", 0.4)
        c.oval(x + 19, 452, 19, 6, colour, depth=0.1)
    c.line([(990, 500), (1050, 440)], WOOD, 9)
    c.fill([(1040, 446), (1054, 458), (1076, 420)], COCOA, depth=0.2)
    for x in (250, 480, 760, 990):
        c.shadow(x, 786, 60, 12)
        for lean in (-30, 30):
            c.line([(x + lean * 0.6, 690), (x + lean, 786)], BARK, 10)
        c.oval(x, 690, 54, 18, darker(m.paint, 0.2), depth=0.2)
        c.oval(x, 682, 54, 18, m.paint, depth=0.3)


def _tools(c: Canvas) -> None:
    """A hammer, a saw, scissors, a brush, a ruler on their hooks."""
    c.line([(400, 150), (400, 310)], WOOD, 16)
    c.box(362, 124, 82, 34, STEEL, 8, depth=0.5)
    c.fill([(490, 130), (540, 130), (522, 300), (498, 300)], SILVER, "slope", 0.5)
    c.line([(514, 128), (514, 112)], SILVER, 10)
    c.box(484, 116, 62, 34, CORAL, 14, depth=0.4)
    for side in (-1, 1):
        c.line([(610 - side * 4, 210), (610 + side * 26, 120)], STEEL, 11)
        c.arc(610 - side * 22, 268, 21, 27, 0, 360, TEAL, 11)
        c.line([(610 - side * 10, 244), (610 + side * 4, 204)], TEAL, 11)
    c.line([(710, 140), (710, 240)], MUSTARD, 17)
    c.box(690, 236, 40, 26, STEEL, 4, depth=0.3)
    c.fill([(690, 260), (730, 260), (726, 316), (710, 324), (694, 316)], "#e7d3ac", "down", 0.5)
    c.box(782, 116, 34, 210, BUTTER, 5, depth=0.3)
    for number in range(12):
        c.line([(782, 130 + number * 16), (794 + (number % 3 == 0) * 8, 130 + number * 16)], INK, 2.5)


def barrier_free_room(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 520)
    c.box(110, 130, 340, 392, lighter(m.wall, 0.7), 8, depth=0.2)
    c.box(130, 150, 300, 372, "#cfe6ee", 4, "up", 0.2)
    with c.inside([(130, 150), (430, 150), (430, 520), (130, 520)]):
        c.oval(200, 560, 260, 150, LEAF, depth=0.3)
        scenery.tree(c, 330, 510, 1.0)
        c.fill([(190, 440), (330, 440), (470, 530), (110, 530)], "#e8d8bd", depth=0.2)
    c.box(440, 140, 150, 380, lighter(OAK, 0.35), 6, depth=0.25)
    c.box(470, 190, 46, 150, "#cfe6ee", 6, depth=0.2)
    c.box(564, 300, 12, 90, STEEL, 6, depth=0.3)
    c.fill([(140, 522), (430, 522), (520, 640), (60, 640)], "#efe2c8", "slope", 0.2)
    c.box(660, 130, 150, 150, BLUE, 20, depth=0.3)
    access_mark(c, 735, 205)
    c.line([(620, 420), (1230, 420)], darker(WOOD, 0.1), 22)
    c.line([(620, 414), (1230, 414)], lighter(WOOD, 0.35), 7)
    for x in (680, 900, 1120):
        c.line([(x, 424), (x, 452)], STEEL, 9)
    scenery.window(c, 890, 110, 230, 210, "day", m.cloth)
    for number in range(7):
        c.box(-10 + number * 100, 672, 92, 46, MUSTARD, 6, depth=0.2)
        for bar in range(3):
            c.line([(12 + number * 100, 683 + bar * 12), (62 + number * 100, 683 + bar * 12)], lighter(MUSTARD, 0.5), 6)
    wheelchair(c, 850, 740, m.paint, size=1.5)


def play_room(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 470, planks=False)
    scenery.window(c, 120, 90, 300, 210, "day", m.cloth)
    for number, colour in enumerate((ROSE, BUTTER, LAGOON, LILAC, CORAL)):
        c.arc(880, 360, 250 - number * 34, 240 - number * 34, 180, 360, lighter(colour, 0.1), 30)
    scenery.cloud(c, 650, 352, 0.75)
    scenery.cloud(c, 1110, 352, 0.75)
    tiles = (ROSE, BUTTER, "#bfdcc0", "#c3dcea")
    for row in range(3):
        y0, y1 = 520 + row * 95, 520 + (row + 1) * 95
        for column in range(-1, 8):
            x0, x1 = 600 + (column - 3.5) * 170 * (1 + row * 0.12), 600 + (column - 3.5) * 170 * (1.12 + row * 0.12)
            w0, w1 = 170 * (1 + row * 0.12), 170 * (1.12 + row * 0.12)
            c.fill([(x0, y0), (x0 + w0, y0), (x1 + w1, y1), (x1, y1)], tiles[(row + column) % 4], depth=0.12)
    for x, y, colour in ((210, 610, CORAL), (286, 610, MUSTARD), (248, 534, LAGOON)):
        c.box(x - 37, y - 74, 74, 74, colour, 9, depth=0.5)
        c.oval(x, y - 37, 17, 17, lighter(colour, 0.5), depth=0.1)
    c.fill([(208, 460), (248, 396), (288, 460)], LEAF, "slope", 0.5)
    for x, colour in ((560, BLUE), (672, CORAL), (784, MUSTARD)):
        c.shadow(x, 668, 56, 10)
        c.box(x - 48, 606, 96, 46, colour, 12, depth=0.5)
        for wheel in (-26, 26):
            c.oval(x + wheel, 656, 17, 17, WHITE, depth=0.3)
            c.oval(x + wheel, 656, 7, 7, INK, depth=0)
    c.box(514, 566, 44, 44, BLUE, 8, depth=0.4)
    c.box(576, 580, 20, 28, NAVY, 4, depth=0.3)
    for x, colour in ((652, LEAF), (694, ROSE), (784, LILAC)):
        c.oval(x, 592, 19, 19, colour, depth=0.5)
    c.shadow(400, 762, 62, 14)
    c.oval(400, 706, 62, 62, LAGOON, depth=0.6)
    c.blob([(344, 690), (400, 668), (456, 690), (456, 722), (400, 700), (344, 722)], CREAM, depth=0.3)
    _bear(c, 1010, 770, 1.25)


def _bear(c: Canvas, x: float, y: float, size: float) -> None:
    fur = "#cf9d6c"
    with c.at(x, y, size):
        c.shadow(0, -2, 110, 16)
        for side in (-1, 1):
            c.oval(side * 50, -182, 24, 24, fur, depth=0.4)
            c.oval(side * 50, -182, 12, 12, ROSE, depth=0.2)
            c.oval(side * 68, -84, 24, 38, fur, depth=0.4)
        c.oval(0, -68, 66, 70, fur, depth=0.5)
        c.oval(0, -58, 40, 46, lighter(fur, 0.45), depth=0.2)
        c.oval(0, -150, 62, 54, fur, depth=0.5)
        c.oval(0, -136, 27, 21, lighter(fur, 0.5), depth=0.2)
        c.oval(0, -146, 9, 7, INK, depth=0)
        c.arc(0, -138, 9, 8, 20, 160, INK, 3)
        for side in (-1, 1):
            c.oval(side * 26, -162, 5, 6, INK, depth=0)
            c.oval(side * 56, -18, 34, 26, fur, depth=0.5)
            c.oval(side * 60, -16, 18, 15, lighter(fur, 0.45), depth=0.1)

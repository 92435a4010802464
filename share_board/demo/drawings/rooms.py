"""Rooms in which neighbours meet."""

from share_board.demo.drawings import furniture, scenery
from share_board.demo.drawings.canvas import HEIGHT, WIDTH, Canvas
from share_board.demo.drawings.palette import (
    BARK,
    BLUE,
    BUTTER,
    CORAL,
    CREAM,
    INK,
    LAGOON,
    LEAF,
    LILAC,
    MUSTARD,
    OAK,
    ROSE,
    STONE,
    WHITE,
    WOOD,
    darker,
    lighter,
    sheer,
)


def exchange_room(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 470)
    scenery.window(c, 390, 120, 420, 230, "day", m.cloth)
    for x, y, size in ((130, 150, 0.62), (255, 235, 0.42), (950, 170, 0.5), (1085, 235, 0.66)):
        c.line([(x, -5), (x, y - 30)], STONE, 2.5)
        scenery.cloud(c, x, y, size)
    scenery.plant(c, 1120, 540, 1.0, m.paint)
    scenery.shelf_of_books(c, 40, 330, 170, 2, 86)
    for x, y, r in ((330, 600, 120), (860, 590, 118), (600, 745, 150)):
        size = r / 140
        furniture.chair(c, x - r * 0.55, y - 46 * size, m.paint, size=size)
        furniture.chair(c, x + r * 0.55, y - 46 * size, m.cloth, size=size)
        furniture.chair(c, x - r * 1.2, y + 4, m.cloth, size=size, view="right")
        furniture.chair(c, x + r * 1.2, y + 4, m.paint, size=size, view="left")
        furniture.round_table(c, x, y, r, height=100 * size)
        furniture.vase(c, x, y - 98 * size, size=0.55 * size)
        furniture.cup(c, x - r * 0.5, y - 88 * size, CREAM, size=0.5 * size)
        furniture.cup(c, x + r * 0.5, y - 92 * size, CREAM, size=0.5 * size)


def small_meeting_room(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 480)
    furniture.whiteboard(c, 400, 110, 400, 230, stand=False)
    furniture.flip_drawing(c, 555, 230, 1.2)
    scenery.window(c, 70, 130, 210, 210, "day", m.cloth)
    scenery.clock(c, 960, 140)
    scenery.plant(c, 1090, 580, 1.25, m.paint)
    for x in (400, 600, 800):
        furniture.chair(c, x, 585, m.paint, size=1.2)
    furniture.table(c, 600, 700, 780, depth=110, height=140)
    for x, y in ((360, 520), (600, 505), (840, 520)):
        c.box(x - 34, y - 4, 68, 30, WHITE, 2, depth=0.1)
        c.line([(x - 20, y + 6), (x + 16, y + 6)], STONE, 3)
        c.line([(x - 20, y + 15), (x + 4, y + 15)], STONE, 3)
    for x in (440, 720):
        furniture.cup(c, x, 540, CREAM, size=0.75)
    furniture.teapot(c, 520, 540, m.cloth, size=0.6)
    for x in (430, 770):
        furniture.chair(c, x, 795, m.paint, size=1.4, view="back")


def evening_day_room(c: Canvas) -> None:
    evening = scenery.Mood("#e9d3c0", "#c99f74", "#d9a08e", "#7b86b0")
    scenery.room(c, evening, 490)
    scenery.window(c, 420, 110, 360, 250, "night", "#c98f80")
    for x in (210, 990):
        scenery.lamp(c, x, 190, MUSTARD)
        for grow in (230, 170, 110):
            c.oval(x, 250, grow, grow * 0.9, sheer(BUTTER, 0.16), depth=0)
    scenery.shelf_of_books(c, 40, 330, 190, 2, 88)
    furniture.picture_frame(c, 900, 270, 110, 130)
    scenery.rug(c, 600, 680, 470, 110, "#b9c4c9")
    furniture.sofa(c, 600, 610, "#8fa9a8", width=440, size=1.15)
    c.box(470, 430, 86, 80, MUSTARD, 18, depth=0.5)
    c.box(650, 434, 84, 78, ROSE, 18, depth=0.5)
    furniture.armchair(c, 200, 690, CORAL, size=1.1)
    furniture.armchair(c, 1000, 690, "#c7a66b", size=1.1)
    furniture.table(c, 600, 745, 320, WOOD, depth=60, height=70)
    furniture.teapot(c, 560, 660, LAGOON, size=0.75)
    furniture.cup(c, 660, 662, CREAM, size=0.72, steam=True)
    furniture.cup(c, 716, 668, CREAM, size=0.72)


def counsel_room(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 500)
    scenery.window(c, 470, 120, 260, 240, "day", m.cloth)
    furniture.picture_frame(c, 230, 160, 130, 160, m.paint)
    c.line([(1010, 640), (1010, 300)], BARK, 9)
    c.oval(1010, 640, 50, 12, BARK, depth=0.3)
    c.oval(1010, 320, 190, 170, sheer(BUTTER, 0.25), depth=0)
    c.fill([(968, 240), (1052, 240), (1090, 330), (930, 330)], BUTTER, "slope", 0.35)
    scenery.plant(c, 130, 640, 1.35, m.paint)
    scenery.rug(c, 600, 690, 420, 95, lighter(m.cloth, 0.3))
    furniture.armchair(c, 360, 690, m.paint, size=1.45)
    furniture.armchair(c, 840, 690, m.paint, size=1.45)
    furniture.round_table(c, 600, 740, 150, WOOD, height=104)
    furniture.cup(c, 545, 642, WHITE, size=0.9, steam=True)
    furniture.cup(c, 662, 646, WHITE, size=0.9, steam=True)
    furniture.vase(c, 604, 626, size=0.7, colour=m.cloth)


def tatami_room(c: Canvas) -> None:
    wall = c.random.choice(("#f1e4c9", "#e9e6d2", "#f4ddcb"))
    c.box(-10, -10, WIDTH + 20, 500, wall, 0, "down", 0.25)
    c.box(-10, 470, WIDTH + 20, 340, "#cdd2a0", 0, "up", 0.25)
    for number in range(-2, 9):
        c.line([(600 + (number * 220 - 700) * 0.8, 470), (600 + (number * 220 - 700) * 1.7, HEIGHT)], "#8c9a6a", 9)
    c.line([(0, 588), (WIDTH, 588)], "#8c9a6a", 9)
    for x in (90, 320, 550):
        c.box(x, 90, 220, 380, "#fffdf4", 2, "up", 0.15)
        for column in range(4):
            c.line([(x + column * 73.3, 90), (x + column * 73.3, 470)], WOOD, 5)
        for row in range(6):
            c.line([(x, 90 + row * 66), (x + 220, 90 + row * 66)], WOOD, 4)
        c.box(x, 404, 220, 66, lighter(WOOD, 0.15), 2, depth=0.3)
    c.box(70, 66, 720, 26, darker(WOOD, 0.1), 3, depth=0.3)
    c.box(70, 462, 720, 16, darker(WOOD, 0.1), 3, depth=0.2)
    scenery.shelf_of_books(c, 860, 140, 260, 3, 104)
    scenery.lamp(c, 600, 70, "#f4e6c3")
    for x in (350, 600, 850):
        c.box(x - 64, 556, 128, 30, (CORAL, LAGOON, MUSTARD)[int(x // 250) % 3], 14, depth=0.4)
    furniture.table(c, 600, 700, 720, WOOD, depth=96, height=80)
    for x, colour in ((400, CORAL), (620, BLUE), (820, LEAF)):
        c.fill([(x - 62, 566), (x, 572), (x - 2, 612), (x - 72, 604)], WHITE, depth=0.2)
        c.fill([(x, 572), (x + 62, 566), (x + 70, 604), (x - 2, 612)], WHITE, depth=0.3)
        for line in range(3):
            c.line([(x - 54, 578 + line * 9), (x - 14, 582 + line * 9)], STONE, 2.5)
        c.line([(x + 20, 600), (x + 62, 572)], colour, 7)
    c.shadow(510, 604, 24, 5)
    c.oval(510, 560, 34, 34, BLUE, depth=0.5)
    c.blob([(492, 544), (512, 536), (526, 552), (512, 572), (496, 566)], LEAF, depth=0.2)
    c.arc(510, 560, 42, 42, 120, 300, MUSTARD, 5)
    c.line([(510, 602), (510, 596)], MUSTARD, 7)
    for x, colour in ((330, LILAC), (600, ROSE), (870, BUTTER)):
        c.fill([(x - 84, 720), (x + 84, 720), (x + 100, 780), (x - 100, 780)], colour, "slope", 0.4)
        c.oval(x, 748, 6, 4, CREAM, depth=0)


def seminar_room(c: Canvas) -> None:
    m = scenery.mood(c)
    scenery.room(c, m, 420)
    furniture.screen(c, 390, 60, 420, 250)
    scenery.window(c, 50, 90, 200, 190, "day", m.cloth)
    scenery.window(c, 950, 90, 200, 190, "day", m.cloth)
    c.fill([(880, 330), (960, 330), (970, 350), (956, 440), (884, 440), (870, 350)], WOOD, "slope", 0.4)
    c.line([(900, 330), (884, 300)], INK, 4)
    c.oval(883, 298, 6, 8, INK, depth=0)
    for row, (y, size) in enumerate(((520, 0.62), (630, 0.82), (790, 1.12))):
        for side in (-1, 1):
            x = 600 + side * 290 * (0.72 + 0.24 * row)
            furniture.table(c, x, y - 34 * size, 470 * size, OAK, depth=50 * size, height=112 * size)
            for number in (-1, 0, 1):
                with c.at(x + number * 140 * size, y - 160 * size, size):
                    c.fill([(-26, -8), (26, -8), (30, 8), (-30, 8)], WHITE, depth=0)
                furniture.chair(c, x + number * 140 * size, y + 10, (m.paint, m.cloth)[row % 2], size=size, view="back")

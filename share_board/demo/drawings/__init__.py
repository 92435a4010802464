"""The pictures of the invented town, drawn by the project itself: no photograph, no font, nobody else's rights.

`draw("event_tent", 16)` gives the same bytes on every machine that has the same Pillow. The seed chooses the colours of
the room, the weather, and who came.
"""

from collections.abc import Callable

from PIL import Image

from share_board.demo.drawings import (
    baking,
    care,
    crafts,
    festival,
    games,
    gear,
    halls,
    lessons,
    places,
    rooms,
    sweet_machines,
    talks,
)  # fmt: skip
from share_board.demo.drawings.canvas import Canvas

Painter = Callable[[Canvas], None]

PAINTERS: tuple[Painter, ...] = (
    rooms.exchange_room, rooms.small_meeting_room, rooms.evening_day_room, halls.stage_hall, halls.open_hall,
    rooms.counsel_room, halls.workroom, halls.barrier_free_room, places.cafe, places.nursery_garden,
    halls.play_room, rooms.tatami_room, places.kitchen, rooms.seminar_room, places.rooftop,
    festival.event_tent, festival.one_touch_tent, sweet_machines.block_ice_machine,
    sweet_machines.electric_ice_machine, sweet_machines.cotton_candy_machine,
    sweet_machines.popcorn_machine, care.one_wheelchair, care.wheelchairs_in_a_row, care.ageing_kit,
    gear.folding_chairs, gear.long_tables, gear.projector_and_screen, gear.amplifier, gear.generator,
    gear.power_station, festival.mochi_set, festival.festival_games, games.boccia, games.molkky,
    games.kamishibai, festival.mascot, care.lift_van, care.light_truck, gear.fans, games.cooking_pot,
    lessons.supporters_lesson, lessons.living_with_elders, lessons.wheelchair_lesson, lessons.gymnastics,
    baking.balanced_meal, lessons.all_kinds_of_people, lessons.sign_language, crafts.weaving,
    baking.cookie_cutting, talks.story_time, talks.parents_talk, talks.two_cups, talks.flood_plan,
    talks.shelter_game, baking.box_of_sweets, baking.rice_flour_cookies, baking.bread,
    crafts.woven_goods, crafts.printed_matter, crafts.cleaning_and_posting,
)  # fmt: skip

MOTIFS: dict[str, Painter] = {painter.__name__: painter for painter in PAINTERS}

# The sixty resources of the town, in their order, have one motif each.
MOTIF_OF: dict[int, str] = dict(enumerate(MOTIFS, start=1))


def picture(motif: str, seed: int) -> Image.Image:
    """The drawing of `motif`, 1200 x 800."""
    return _painted(motif, seed).finished()


def draw(motif: str, seed: int) -> bytes:
    """The drawing of `motif` as a JPEG file of 1200 x 800."""
    return _painted(motif, seed).jpeg()


def _painted(motif: str, seed: int) -> Canvas:
    canvas = Canvas(f"{motif} {seed}")
    MOTIFS[motif](canvas)
    return canvas

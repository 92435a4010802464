"""C1: 32 processes want the same 50 slots at the same moments, with the racers of the tests."""

from collections import Counter

from share_board.database import Database
from tests.requests import racers
from tests.requests.racers import DID
from tests.requests.test_races import lay_baskets, race_for, wrongs
from tests.together import together
from tests.town import Town

SLOTS = 50


def race(database: Database) -> str:
    """What came of it, in words."""
    with database.open(read_only=False) as session:
        town = Town(session)
        run = lay_baskets(session, race_for(town, town.room("ホール"), slots=SLOTS))
        session.rollback()  # nothing of ours stands in their way
        ran = together(racers.__name__, run)
    told = [one for runner in ran.told for one in runner]
    said = Counter(outcome for _round, _process, outcome in told)
    twice = len(wrongs(database))
    database.dispose()
    others = len(told) - said[DID] - said["LineTaken"]
    return f"{said[DID]} of {SLOTS} slots given, {twice} twice, {others} errors, {ran.seconds:.1f} s"

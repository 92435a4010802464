"""The two consents: whose yes a line needs, and in which order: the network's, or the resource's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from share_board.members.models import ConsentOrder
from share_board.requests.models import RequestLine


@dataclass(frozen=True)
class Way:
    """Whose consents a line needs, in order: secretariat, facility, secretariat."""

    secretariat_first: bool
    facility: bool
    secretariat_last: bool


WAYS: Final[Mapping[ConsentOrder, Way]] = {
    ConsentOrder.SECRETARIAT_RECEIVES: Way(secretariat_first=True, facility=True, secretariat_last=True),
    ConsentOrder.FACILITY_FIRST: Way(secretariat_first=False, facility=True, secretariat_last=True),
    ConsentOrder.FACILITY_LAST: Way(secretariat_first=True, facility=True, secretariat_last=False),
    ConsentOrder.SECRETARIAT_ONLY: Way(secretariat_first=True, facility=False, secretariat_last=False),
    ConsentOrder.FACILITY_ONLY: Way(secretariat_first=False, facility=True, secretariat_last=False),
    ConsentOrder.AUTOMATIC_IF_TRUSTED: Way(secretariat_first=False, facility=False, secretariat_last=False),
}


def way_of(line: RequestLine) -> Way:
    """The consents this line needs."""
    return WAYS[line.consent_order or ConsentOrder.SECRETARIAT_RECEIVES]

"""How a resource comes onto the board, rests and leaves it: the whole of it in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from share_board.doors import Viewer
from share_board.errors import NotNow
from share_board.resources import policy
from share_board.resources.models import Resource, ResourceAct, ResourceStatus

A_YEAR: Final = timedelta(days=365)


class WrongState(NotNow):
    """`act` is not possible while the resource stands as `standing` says."""

    def __init__(self, standing: ResourceStatus, act: ResourceAct) -> None:
        super().__init__(standing, act)
        self.standing, self.act = standing, act


@dataclass(frozen=True)
class Step:
    sources: frozenset[ResourceStatus]
    target: ResourceStatus


DRAFT, PUBLISHED = ResourceStatus.DRAFT, ResourceStatus.PUBLISHED
PAUSED, WITHDRAWN = ResourceStatus.PAUSED, ResourceStatus.WITHDRAWN
STEPS: Final[Mapping[ResourceAct, Step]] = {
    ResourceAct.PUBLISH: Step(frozenset({DRAFT, WITHDRAWN}), PUBLISHED),
    ResourceAct.PAUSE: Step(frozenset({PUBLISHED}), PAUSED),
    ResourceAct.RESUME: Step(frozenset({PAUSED}), PUBLISHED),
    ResourceAct.WITHDRAW: Step(frozenset({DRAFT, PUBLISHED, PAUSED}), WITHDRAWN),
}


def available(viewer: Viewer, resource: Resource) -> tuple[ResourceAct, ...]:
    """The buttons the viewer sees now: possible in this state and permitted to them."""
    if not policy.may_edit(viewer, resource):
        return ()
    return tuple(act for act, step in STEPS.items() if resource.status in step.sources)


def advance(resource: Resource, act: ResourceAct) -> None:
    """Move to the state that `act` leads to, or raise WrongState. Nothing else sets a state."""
    step = STEPS[act]
    if resource.status not in step.sources:
        raise WrongState(resource.status, act)
    resource.status = step.target


def is_old(resource: Resource, today: date) -> bool:
    """Whether it stands on the board and nobody has confirmed for a year that it is still so."""
    return resource.status in policy.ON_THE_BOARD and (
        resource.confirmed_on is None or today - resource.confirmed_on > A_YEAR
    )

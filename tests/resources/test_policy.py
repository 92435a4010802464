"""Who may do what with a resource: values and SQL say the same."""

from itertools import product

from sqlalchemy.orm import Session

from share_board.doors import Reach
from share_board.resources import policy, queries
from share_board.resources.models import Kind, ResourceStatus, Visibility
from tests.conftest import both
from tests.town import Town


@both
def test_what_a_viewer_may_see_is_what_the_board_finds(session: Session, town: Town) -> None:
    offered = [
        town.resource(Kind.ROOM, f"{status} {visibility}", status=status, visibility=visibility)
        for status, visibility in product(ResourceStatus, Visibility)
    ]
    for user in (None, town.chair, town.cook, town.stranger, town.head_office, town.coordinator, town.ward):
        viewer = town.viewer(user)
        found = set(session.scalars(queries.visible(viewer, Reach.PUBLIC)))
        assert found == {resource for resource in offered if policy.may_see(viewer, resource)}, viewer.role
    for user in (town.secretary, town.administrator):
        assert all(policy.may_see(town.viewer(user), resource) for resource in offered)
        assert set(session.scalars(queries.visible(town.viewer(user), Reach.ALL))) == set(offered)


def test_a_visitor_sees_public_things_only(session: Session, town: Town) -> None:
    town.room("公開")
    town.room("会員", visibility=Visibility.MEMBERS)
    town.room("災害", visibility=Visibility.DISASTER)
    town.room("下書き", status=ResourceStatus.DRAFT)
    town.room("休み", status=ResourceStatus.PAUSED)
    town.room("終了", status=ResourceStatus.WITHDRAWN)

    def titles(viewer_of: object) -> set[str]:
        viewer = town.viewer(viewer_of)  # type: ignore[arg-type]
        return {resource.title for resource in session.scalars(queries.visible(viewer, Reach.PUBLIC))}

    assert titles(None) == {"公開", "休み"}
    assert titles(town.chair) == {"公開", "休み"}
    assert titles(town.stranger) == {"公開", "休み", "会員"}
    assert titles(town.cook) == {"公開", "休み", "会員", "災害", "下書き", "終了"}


def test_what_a_facility_offered_leaves_with_it(session: Session, town: Town) -> None:
    town.room("残る")
    town.resource(Kind.GOODS, "去る", facility=town.star_workshop)
    town.star_workshop.left_on = town.soon(-1)
    session.commit()

    found = session.scalars(queries.visible(town.viewer(None), Reach.PUBLIC))

    assert [resource.title for resource in found] == ["残る"]


def test_own_reaches_no_further_than_the_own_facilities(session: Session, town: Town) -> None:
    hall, other = town.room("部屋"), town.resource(Kind.GOODS, "机", facility=town.star_workshop)
    for user, own in (
        (None, []), (town.chair, []), (town.cook, [hall]), (town.head_office, [hall]), (town.stranger, [other]),
    ):  # fmt: skip
        assert list(session.scalars(queries.visible(town.viewer(user), Reach.OWN))) == own
    assert list(session.scalars(queries.visible(town.viewer(town.secretary), Reach.NEVER))) == []

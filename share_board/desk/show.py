"""/desk: what waits for me, one page for each role."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from share_board import clock, dates, outbox, web
from share_board.desk.views import bp
from share_board.doors import Reach, Viewer
from share_board.extensions import db
from share_board.members.models import Role
from share_board.requests import labels, offers, queries, tell
from share_board.requests.models import RequestLine, Status
from share_board.requests.queries import Waiting
from share_board.requests.statuses import ENDED, RUNNING
from share_board.resources import queries as resources
from share_board.resources.lifecycle import is_old

SOON: Final = timedelta(days=14)
A_MONTH: Final = timedelta(days=30)
OLDEST = 5
MOST = 50
OWN_REQUESTS = 10
URGENT: Final = frozenset({Waiting.TO_CALL, Waiting.TO_DECIDE})

Page = tuple[str, dict[str, object]]


@bp.get("/desk")
def show() -> ResponseReturnValue:
    """Each role has its own desk."""
    viewer = web.viewer()
    template, context = PAGES[Role(viewer.role)](viewer)
    return render_template(template, **context)


def _group(viewer: Viewer) -> Page:
    return "desk/group.html", {"own": _own(viewer)}


def _facility(viewer: Viewer) -> Page:
    soon = clock.now() + SOON
    asked = frozenset({Status.ASKED})
    offered = db.session.scalars(resources.mine(viewer, Reach.OWN)).unique().all()
    return "desk/facility.html", {
        "to_answer": _lines(queries.at_facilities(viewer.facility_ids, asked, limit=MOST), viewer.today),
        "coming": _lines(queries.at_facilities(viewer.facility_ids, RUNNING, until=soon, limit=MOST), viewer.today),
        "unconfirmed": [each for each in offered if is_old(each, viewer.today)],
        "offered": len(offered),
        "own": _own(viewer),
    }


def _secretariat(viewer: Viewer) -> Page:
    counts = queries.queue_counts(db.session)
    given_up = outbox.given_up(db.session)
    missed = db.session.execute(resources.missed_searches(viewer.today - A_MONTH, limit=OLDEST)).all()
    return "desk/secretariat.html", {
        "tiles": [
            {
                "label": labels.WAITING[waiting],
                "count": counts[waiting],
                "url": url_for("requests.queue", waiting=waiting),
                "is_urgent": bool(counts[waiting]) and waiting in URGENT,
            }
            for waiting in labels.WAITING
        ],
        "oldest": _lines(queries.queue(Waiting.ALL, page=1, per_page=OLDEST), viewer.today),
        "to_tell": [
            {"asked": made.line.request, "offer": offers.offer_facts(made)}
            for made in db.session.scalars(queries.to_tell(limit=MOST)).unique()
        ],
        "to_call": db.session.scalars(queries.to_call(limit=MOST)).all(),
        "late": _lines(queries.late_facilities(viewer.today, limit=MOST), viewer.today),
        "given_up": len(given_up),
        "missed": [row[0] for row in missed],
    }


def _administrator(_viewer: Viewer) -> Page:
    return "desk/administrator.html", {
        "given_up": len(outbox.given_up(db.session)),
        "counts": queries.queue_counts(db.session),
    }


def _coordinator(viewer: Viewer) -> Page:
    return "desk/coordinator.html", {"own": _own(viewer)}


def _ward(_viewer: Viewer) -> Page:
    counts = queries.queue_counts(db.session)
    return "desk/ward.html", {"waiting": counts[Waiting.ALL], "running": counts[Waiting.RUNNING]}


PAGES: Final[dict[Role, Callable[[Viewer], Page]]] = {
    Role.GROUP: _group,
    Role.FACILITY: _facility,
    Role.CORPORATION: _facility,
    Role.COORDINATOR: _coordinator,
    Role.SECRETARIAT: _secretariat,
    Role.ADMINISTRATOR: _administrator,
    Role.WARD: _ward,
}


# ---- what the pages are made of ------------------------------------------------------------------------------------


def _own(viewer: Viewer) -> list[dict[str, object]]:
    """The requests I made, newest first, each line with 「いまどうなってる?」."""
    asked = db.session.scalars(queries.of_asker(viewer, limit=OWN_REQUESTS)).unique().all()
    return [
        {"asked": each, "lines": [_line(line, viewer.today) for line in tell.in_order(each.lines)]} for each in asked
    ]


def _lines(statement: Select[RequestLine], today: date) -> list[dict[str, object]]:
    return [_line(line, today) for line in db.session.scalars(statement).unique()]


def _line(line: RequestLine, today: date) -> dict[str, object]:
    due = line.answer_due_on
    return {
        "line": line,
        "asked": line.request,
        "resource": line.resource,
        "when": labels.when(line),
        "label": labels.STATUS[line.status],
        "tone": labels.TONE[line.status],
        "now": labels.now(line),
        "age": labels.age(line.request, today),
        "due": dates.say_short_day(due) if due else "",
        "is_late": bool(due and due < today),
        "may_ask_again": line.status in ENDED,
    }

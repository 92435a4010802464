"""Several lines at once: what a facility answers to one letter, what the secretariat decides in the queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from share_board.doors import Viewer
from share_board.errors import NotThere, Refusal, Stale
from share_board.requests import actions
from share_board.requests.actions import DIRECTLY, OnBehalf
from share_board.requests.drafts import AnswerDraft
from share_board.requests.lifecycle import Action
from share_board.requests.models import RequestLine, ShareRequest


@dataclass(frozen=True)
class Decided:
    """What became of the ticked lines of one request: done, or refused for a reason."""

    request: ShareRequest
    lines: Sequence[RequestLine]
    refusal: Refusal | None = None


def answer(
    session: Session,
    asked: ShareRequest,
    seen: Mapping[RequestLine, int],
    answers: Mapping[RequestLine, AnswerDraft],
    *,
    by: Viewer,
    at: datetime,
    today: date,
    on_behalf: OnBehalf = DIRECTLY,
) -> None:
    """Everything a facility says in one press. Equal answers are one act, so that nobody gets a letter for each line.

    `seen` are the versions that were looked at. Raises what `actions.act` raises; then the caller rolls back and
    nothing is answered.
    """
    held = actions.hold(session, [asked])
    said: dict[AnswerDraft, list[RequestLine]] = {}
    for line, draft in answers.items():
        said.setdefault(draft, []).append(line)
    for draft, lines in said.items():
        actions.act(
            session, asked, lines, draft.action, by=by, at=at, today=today, note=draft.note, on_behalf=on_behalf,
            versions=[seen[line] for line in lines], wish=draft.wish, held=held,
        )  # fmt: skip


def decide(
    session: Session,
    seen: Mapping[str, int],
    action: Action,
    *,
    by: Viewer,
    at: datetime,
    today: date,
    note: str = "",
) -> list[Decided]:
    """Do one thing to many lines, request by request, the oldest first.

    `seen` are the public ids of the lines and the versions that were looked at. What is refused for one request leaves
    that request as it was, and the others go on. Raises NotThere if there is no such line; then nothing is done.
    """
    held, requests = actions.hold_with(session, seen)  # two who decide at one moment wait, and never in a circle
    by_request = {
        asked: [line for line in asked.lines if line.public_id in seen]
        for asked in sorted(requests, key=attrgetter("submitted_at", "id"))
    }
    if sum(map(len, by_request.values())) != len(seen):
        raise NotThere
    outcomes = []
    for asked, lines in by_request.items():
        versions = [seen[line.public_id] for line in lines]
        refusal: Refusal | None = None
        try:
            with session.begin_nested():
                actions.act(
                    session, asked, lines, action, by=by, at=at, today=today, note=note, versions=versions, held=held
                )  # fmt: skip
                session.flush()
        except Refusal as refused:
            refusal = refused
        except StaleDataError:
            refusal = Stale()
        outcomes.append(Decided(asked, lines, refusal))
    return outcomes

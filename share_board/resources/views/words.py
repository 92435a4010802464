"""Doors: the words by which things are found, and what was looked for in vain."""

from datetime import timedelta
from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, dates, web
from share_board.errors import NotThere, permit
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.resources import policy, queries, word_actions
from share_board.resources.forms import WordsForm
from share_board.resources.models import SynonymGroup
from share_board.resources.views.common import bp

LOOKED_BACK: Final = timedelta(days=90)
REMOVE = "remove"


@bp.route("/resources/words", methods=["GET", "POST"], defaults={"mark": None})
@bp.route("/resources/words/<mark>", methods=["GET", "POST"])
def synonyms(mark: str | None) -> ResponseReturnValue:
    """All groups of words; with a mark, one of them to be changed."""
    viewer = web.viewer()
    permit(policy.may_edit_words(viewer))
    group = _marked(mark) if mark is not None else None
    form = WordsForm(data={"words": group.words, "hidden": group.hidden} if group else None)
    if request.method != "POST":
        return render_template("resources/synonyms.html", **_page(form, group))
    if group is not None and request.form.get("what") == REMOVE:
        word_actions.remove_words(db.session, group, by=viewer)
        flash(_("The words have been taken away."), "success")
    else:
        if not form.validate_on_submit():
            return web.invalid("resources/synonyms.html", **_page(form, group))
        try:
            if group is None:
                word_actions.add_words(db.session, form.draft(), by=viewer)
            else:
                word_actions.change_words(group, form.draft(), by=viewer)
        except word_actions.LonelyWord as refusal:
            form.refuse("words", web.explain(refusal))
            db.session.rollback()
            return web.invalid("resources/synonyms.html", **_page(form, group))
        flash(_("The words have been kept."), "success")
    db.session.commit()
    return web.see_other(url_for(".synonyms"))


def _marked(mark: str) -> SynonymGroup:
    groups = db.session.scalars(queries.synonym_groups())
    found = next((group for group in groups if word_actions.mark(group) == mark), None)
    if found is None:
        raise NotThere
    return found


def _page(form: WordsForm, group: SynonymGroup | None) -> dict[str, object]:
    since = clock.today() - LOOKED_BACK
    return {
        "form": form,
        "group": group,
        "groups": () if group else db.session.scalars(queries.synonym_groups()).all(),
        "missed": () if group else db.session.execute(queries.missed_searches(since)).all(),
        "days": LOOKED_BACK.days,
        "mark": word_actions.mark,
        "say_day": dates.say_day,
    }

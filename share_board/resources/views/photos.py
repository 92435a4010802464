"""Doors: up to five photos, sent from a phone, in an order of one's own."""

from collections.abc import Mapping

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from share_board import clock, web
from share_board.errors import NotThere, permit
from share_board.extensions import db
from share_board.i18n import gettext as _
from share_board.i18n import ngettext
from share_board.resources import photo_actions, pictures, policy
from share_board.resources.forms import PhotoForm, PhotosForm
from share_board.resources.models import Photo, Resource
from share_board.resources.photo_actions import Direction, TooManyPhotos
from share_board.resources.photo_files import FilesOfOneCommit
from share_board.resources.pictures import Rendition
from share_board.resources.views.common import again, bp, one, photo_store

DESCRIBE, REMOVE = "describe", "remove"
REFUSED = (
    TooManyPhotos,
    pictures.NotAPicture,
    pictures.PictureTooHeavy,
    pictures.PictureTooLarge,
    pictures.PictureBroken,
)


@bp.route("/resources/<public_id>/photos", methods=["GET", "POST"])
def photos(public_id: str) -> ResponseReturnValue:
    """The photos of a resource, and room for more."""
    viewer, resource, form = web.viewer(), one(public_id), PhotosForm()
    permit(policy.may_edit(viewer, resource))
    if request.method != "POST":
        return render_template("resources/photos.html", **_page(form, resource))
    if not form.validate_on_submit():
        return web.invalid("resources/photos.html", **_page(form, resource))
    if not form.files:
        form.refuse("photos", _("Please choose a photo first."))
        return web.invalid("resources/photos.html", **_page(form, resource))
    left = photo_actions.MOST - len(resource.photos)
    db.session.rollback()  # nobody waits for us while we look at the photos
    try:
        opened = _opened(form, left)
        resource = again(public_id)
        with FilesOfOneCommit(photo_store()) as files:
            photo_actions.add_photos(db.session, files, resource, opened, by=viewer, at=clock.now())
            db.session.commit()
    except REFUSED as refusal:
        form.refuse("photos", web.explain(refusal))
        return render_template("resources/photos.html", **_page(form, again(public_id))), refusal.status
    flash(ngettext("%(num)d photo has been added.", "%(num)d photos have been added.", len(opened)), "success")
    return web.see_other(url_for(".photos", public_id=public_id))


@bp.post("/resources/<public_id>/photos/<photo_id>")
def change_photo(public_id: str, photo_id: str) -> ResponseReturnValue:
    """Move one, say what is to be seen on it, take it away."""
    viewer, resource, at = web.viewer(), one(public_id), clock.now()
    photo, what = _photo_of(resource, photo_id), request.values.get("what", "")
    with FilesOfOneCommit(photo_store()) as files:
        if what in set(Direction):
            photo_actions.move_photo(db.session, resource, photo, Direction(what), by=viewer, at=at)
        elif what == REMOVE:
            photo_actions.remove_photo(db.session, files, resource, photo, by=viewer, at=at)
            flash(_("The photo has been taken away."), "success")
        elif what == DESCRIBE:
            form = PhotoForm(prefix=photo.public_id)
            if not form.validate_on_submit():
                return web.invalid(
                    "resources/photos.html", **_page(PhotosForm(formdata=None), resource, {photo_id: form})
                )
            photo_actions.describe_photo(db.session, resource, photo, form.alt.data, by=viewer, at=at)
            flash(_("The change has been kept."), "success")
        else:
            raise NotThere
        db.session.commit()
    return web.see_other(url_for(".photos", public_id=public_id, _anchor=photo_id if what != REMOVE else None))


def _photo_of(resource: Resource, photo_id: str) -> Photo:
    """A photo of this very resource: the address of another one's leads nowhere."""
    found = next((photo for photo in resource.photos if photo.public_id == photo_id), None)
    if found is None:
        raise NotThere
    return found


def _opened(form: PhotosForm, left: int) -> list[tuple[Rendition, ...]]:
    """Each photo in all its sizes; too many are refused before any is opened."""
    if len(form.files) > left:
        raise TooManyPhotos(left)
    return [pictures.reencode(file.read(pictures.LARGEST_FILE + 1)) for file in form.files]


def _page(form: PhotosForm, resource: Resource, wrong: Mapping[str, PhotoForm] | None = None) -> dict[str, object]:
    """`wrong` holds the form of the one photo whose words are to be put right."""
    descriptions = {
        photo.public_id: PhotoForm(formdata=None, prefix=photo.public_id, data={"alt": photo.alt})
        for photo in resource.photos
    }
    return {
        "form": form,
        "resource": resource,
        "descriptions": descriptions | dict(wrong or {}),
        "most": photo_actions.MOST,
    }

"""代理入力: whose word the secretariat enters when it presses a button that is another's."""

from collections.abc import Mapping
from typing import Final

from share_board.doors import Viewer
from share_board.requests import policy
from share_board.requests.actions import DIRECTLY, OnBehalf
from share_board.requests.lifecycle import Action, Reader
from share_board.requests.models import Channel, RequestLine

WHOSE: Final[Mapping[Action, Reader]] = {
    Action.CONSENT: Reader.FACILITY,
    Action.REFUSE: Reader.FACILITY,
    Action.HAND_OVER: Reader.FACILITY,
    Action.RETURN: Reader.FACILITY,
    Action.CHANGE: Reader.ASKER,
    Action.WITHDRAW: Reader.ASKER,
    Action.ACCEPT: Reader.ASKER,
    Action.TURN_DOWN: Reader.ASKER,
}


def whose_word(line: RequestLine, action: Action, viewer: Viewer) -> str:
    """For whom the secretariat would press: the facility or the asker; "" for what is the viewer's own to do."""
    whose = WHOSE.get(action)
    if whose is None or not policy.is_secretariat(viewer):
        return ""
    if whose is Reader.FACILITY:
        return "" if policy.owns(viewer, line) else line.resource.facility.name
    if policy.is_asker(viewer, line.request):
        return ""
    return line.request.contact_name or line.request.group_name


def on_behalf(line: RequestLine, action: Action, viewer: Viewer, channel: Channel) -> OnBehalf:
    """What the history keeps of it; `channel` is how the word came."""
    whom = whose_word(line, action, viewer)
    return OnBehalf(whom, channel) if whom else DIRECTLY

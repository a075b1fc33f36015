"""Copy as curl, wherever a request is shown or can be made: in the chosen shell, to the address that serves now."""

from __future__ import annotations

import json
from collections.abc import Callable

from aicore_tray.connect.shells import SHELLS, Shell, own_shell
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gateway.journal import BodyText
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.models.request_words import Row
from aicore_tray.gui.requests.curl import as_curl, command, least
from aicore_tray.gui.snapshots import ModelView

_MODELS = "/v1/models"


class CurlMaker:
    """Makes the commands; none of them holds a key."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    @property
    def shell(self) -> Shell:
        """The shell that was chosen on the Connect page, else the user's own."""
        return SHELLS.get(self._bridge.session.remembered.memory.shell) or own_shell()

    def models(self) -> str:
        """Return the command that lists the models which a key may use."""
        return self.sent(_MODELS, "")

    def model(self, view: ModelView) -> str:
        """Return a small request for a model."""
        path, body = least("embeddings" if view.kind == "embedding" else "chat_completions", view.model)
        return self.sent(path, json.dumps(body))

    def sent(self, path: str, data: str) -> str:
        """Return the command that sends JSON to a path, or asks for it where there is none."""
        snapshot = self._bridge.snapshot
        return command(snapshot.proxy.url + path, self.shell, data=data, authority=snapshot.authority)

    def request(self, row: Row, done: Callable[[str], None]) -> None:
        """Make the command of a request, with its body where that was recorded, and hand it over."""
        snapshot, shell = self._bridge.snapshot, self.shell
        detail = self._bridge.session.detail(row.id)

        def made(body: BodyText | None) -> None:
            # What was cut off would be no JSON.
            text = body.plain if body is not None and not body.cut else ""
            done(as_curl(row, detail, text, snapshot.proxy.url, shell, authority=snapshot.authority))

        def failed(_: AicoreTrayError) -> None:
            made(None)

        if detail is None or not detail.asked_size:
            made(None)
        else:
            self._bridge.run(self._bridge.session.body(row.id), "read a body", done=made, failed=failed)

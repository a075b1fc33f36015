"""The sheet that asks SAP for more requests a minute, and shows what was asked before."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from aicore_tray.aicore.quota_wishes import QuotaWish
from aicore_tray.errors import AicoreTrayError
from aicore_tray.gui.bridge import Bridge
from aicore_tray.gui.commands import Commands
from aicore_tray.gui.numbers import UNKNOWN, day
from aicore_tray.gui.snapshots import ModelView
from aicore_tray.gui.theme import Text
from aicore_tray.gui.widgets.field import Field
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.sheet import Sheet
from aicore_tray.gui.wording import told

_MOST = 1_000_000
_SHOWN = 5


class AskQuotaSheet(Sheet):
    """Takes the limit that is wanted and the reason, which people at SAP read.

    Signals:
        sent: SAP took it; carries the id of the request.
    """

    sent = Signal(str)

    def __init__(self, window: QWidget, bridge: Bridge, commands: Commands, view: ModelView) -> None:
        super().__init__(window, self.tr("More requests for {model}").format(model=view.model), width=512)
        self.setObjectName("ask-quota-sheet")
        self._bridge, self._commands, self._view = bridge, commands, view
        self.add_text(
            self.tr("SAP AI Core allows {limit} requests a minute, over all accounts of the tenant.").format(
                limit=QLocale().toString(view.quota)
            )
            if view.quota is not None
            else self.tr("SAP AI Core does not tell how many requests a minute it allows.")
        )
        self.limit = QSpinBox()
        self.limit.setObjectName("quota-limit")
        self.limit.setRange(1, _MOST)
        self.limit.setGroupSeparatorShown(True)
        self.limit.setValue(2 * (view.quota or 50))
        self.body.addWidget(Field(self.tr("Requests a minute"), self.limit))
        self.reason = QPlainTextEdit()
        self.reason.setObjectName("quota-reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setPlaceholderText(self.tr("Forty developers use Claude Code all day."))
        self.reason.setFixedHeight(4 * self.reason.fontMetrics().lineSpacing() + 12)
        self.reason.textChanged.connect(self._allow)
        self._reason_field = Field(
            self.tr("Reason"), self.reason, help=self.tr("People at SAP read it and decide; that may take days.")
        )
        self.body.addWidget(self._reason_field)
        self._earlier = QVBoxLayout()
        self._earlier.setSpacing(4)
        self.body.addLayout(self._earlier)
        self.add_button(self.tr("Cancel"), "plain", "reject")
        self.send = self.add_button(self.tr("Send request"), "default", "accept")
        self.send.setObjectName("send-quota")
        self.send.clicked.connect(self._send)
        self.set_first_focus(self.limit)
        self._allow()
        bridge.run(commands.deploying.quota_wishes(view), "quota requests", done=self._show, failed=self._cannot)

    def _allow(self) -> None:
        given = bool(self.reason.toPlainText().strip())
        self.send.setEnabled(given)
        self.send.setToolTip("" if given else self.tr("Say why you need more."))

    def _show(self, wishes: tuple[QuotaWish, ...]) -> None:
        if not wishes:
            return
        self._earlier.addWidget(Label(self.tr("Asked before"), Text.HEADING))
        for wish in wishes[:_SHOWN]:
            line = self.tr("{limit} a minute, {day}: {status}").format(
                limit=QLocale().toString(wish.limit) if wish.limit else UNKNOWN,
                day=day(wish.created),
                status=wish.status.capitalize() or UNKNOWN,
            )
            self._earlier.addWidget(Label(line, Text.CAPTION, "text_2", wrap=True))

    def _cannot(self, error: AicoreTrayError) -> None:
        """Whoever may not see what was asked before may not ask either."""
        self._reason_field.set_error(told(error))

    def _send(self) -> None:
        self.send.setEnabled(False)
        self._bridge.run(
            self._commands.deploying.wish_quota(self._view, self.limit.value(), self.reason.toPlainText().strip()),
            "ask for a quota",
            done=self._sent,
            failed=self._refused,
        )

    def _sent(self, identity: str) -> None:
        self.close_sheet()
        self.sent.emit(identity)

    def _refused(self, error: AicoreTrayError) -> None:
        self._reason_field.set_error(told(error))
        self._allow()
        self.reason.setFocus()

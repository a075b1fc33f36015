"""The sheets before a deployment is stopped, deleted or replaced: what happens, and to whom."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from aicore_tray.aicore.deploying import DELETABLE
from aicore_tray.gui.numbers import duration
from aicore_tray.gui.snapshots import ModelView, Snapshot
from aicore_tray.gui.widgets.sheet import Sheet


def tr(text: str) -> str:
    return QCoreApplication.translate("Deployments", text)


class _Question(Sheet):
    """Names the deployment and what comes of it; its owner does it when `accepted`."""

    def __init__(self, window: QWidget, title: str, lines: list[str], verb: str, kind: str) -> None:
        super().__init__(window, title)
        self.setObjectName("change-deployment-sheet")
        for line in lines:
            self.add_text(line)
        keep = self.add_button(tr("Leave it as it is"), "plain", "reject")
        self.confirm = self.add_button(verb, kind, "accept")
        self.confirm.setObjectName("change-deployment")
        self.set_first_focus(keep if kind == "danger" else self.confirm)
        self.accepted.connect(self.close_sheet)


class StopSheet(_Question):
    """Before a deployment is stopped."""

    def __init__(self, window: QWidget, view: ModelView, snapshot: Snapshot) -> None:
        lines = [
            _who_serves(view, snapshot),
            tr("Requests that are under way end first. It can be started again, which takes some minutes."),
        ]
        super().__init__(window, tr("Stop {model}?").format(model=view.model), lines, tr("Stop deployment"), "danger")


class DeleteSheet(_Question):
    """Before a deployment is deleted."""

    def __init__(self, window: QWidget, view: ModelView, snapshot: Snapshot) -> None:
        running = view.status not in DELETABLE
        lines = [_who_serves(view, snapshot)] if running else []
        if running:
            lines.append(tr("SAP AI Core deletes stopped deployments alone, so that it is stopped first."))
        lines.append(tr("It cannot be brought back; the model can be deployed anew, under another id."))
        verb = tr("Stop and delete") if running else tr("Delete deployment")
        super().__init__(window, tr("Delete {model}?").format(model=view.model), lines, verb, "danger")


class UpgradeSheet(_Question):
    """Before a newer version takes a deployment's place."""

    def __init__(self, window: QWidget, view: ModelView) -> None:
        from_to = tr("It runs in version {old}; SAP AI Core offers {new}.").format(old=view.version, new=view.newer)
        lines = [
            from_to,
            tr(
                "The new version is deployed beside the old one. When it answers, requests go there, those under way "
                "end, and the old one is stopped. You can delete it then, or start it again."
            ),
        ]
        title = tr("Upgrade {model}?").format(model=view.model)
        super().__init__(window, title, lines, tr("Upgrade to {new}").format(new=view.newer), "default")


def _who_serves(view: ModelView, snapshot: Snapshot) -> str:
    """Return what tools get when a deployment is gone."""
    others = [
        each
        for each in snapshot.models
        if each.model == view.model and each.id != view.id and each.status == "RUNNING" and each.on
    ]
    if not others:
        return tr("Tools that ask for {model} get an error from then on.").format(model=view.model)
    if all(each.resting for each in others):
        rest = duration(min(each.resting for each in others))
        text = tr("Requests go to {account} from then on, which rests for another {time}.")
        return text.format(account=others[0].account, time=rest)
    return tr("Requests go to {account} from then on.").format(account=others[0].account)

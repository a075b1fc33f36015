"""The list of jobs: what is being changed at SAP, how far it is, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aicore_tray.aicore.deploying import Job, Step, Work
from aicore_tray.gui import theme
from aicore_tray.gui.job_words import job_detail, job_status, job_title
from aicore_tray.gui.widgets.button import Button, IconButton
from aicore_tray.gui.widgets.card import Card
from aicore_tray.gui.widgets.label import Label
from aicore_tray.gui.widgets.pill import Pill

_SHOWN = 3
_SECOND_MS = 1000


class JobList(Card):
    """A card with a row for each of the latest jobs; hidden while there are none.

    Signals:
        again: a failed job is to be tried again; carries the `Job`.
        forgotten: a job that is over is to be shown no more; carries the `Job`.
    """

    again = Signal(object)
    forgotten = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, spacing=8, parent=parent)
        self.setObjectName("jobs")
        self._rows: dict[int, _Row] = {}
        self._clock = QTimer(self, interval=_SECOND_MS)
        self._clock.timeout.connect(self._age)
        self.hide()

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Show the latest jobs, those that run before those that are over."""
        shown = sorted(jobs, key=lambda job: job.over)[:_SHOWN]
        for number in self._rows.keys() - {job.number for job in shown}:
            row = self._rows.pop(number)
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, job in enumerate(shown):
            row = self._rows.get(job.number) or self._add(job)
            if self.body.indexOf(row) != place:
                self.body.insertWidget(place, row)
            row.show_job(job)
        self.setVisible(bool(shown))
        self._run_clock()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    def _run_clock(self) -> None:
        if self.isVisible() and any(row.job is not None and not row.job.over for row in self._rows.values()):
            self._clock.start()
        else:
            self._clock.stop()

    def _age(self) -> None:
        for row in self._rows.values():
            if row.job is not None and not row.job.over:
                row.show_job(row.job)

    def _add(self, job: Job) -> _Row:
        row = self._rows[job.number] = _Row(self)
        row.again.clicked.connect(lambda: self.again.emit(row.job))
        row.forget.clicked.connect(lambda: self.forgotten.emit(row.job))
        self.body.addWidget(row)
        return row


class _Row(QWidget):
    """One job."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self._title = Label("", theme.Text.BODY_MEDIUM, elide=Qt.TextElideMode.ElideMiddle)
        self._detail = Label("", theme.Text.CAPTION, "text_2", wrap=True)
        self.pill = Pill()
        self.again = Button(self.tr("Try again"))
        self.again.setObjectName("job-again")
        self.forget = IconButton("close", self.tr("Show no more"), size=24)
        self.forget.setObjectName("job-forget")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(texts, 1)
        row.addWidget(self.pill)
        row.addWidget(self.again)
        row.addWidget(self.forget)

    def show_job(self, job: Job) -> None:
        """Show how a job is now."""
        self.job = job
        self._title.set_text(job_title(job))
        detail = job_detail(job)
        self._detail.set_text(detail)
        self._detail.set_role("error" if job.step is Step.FAILED else "text_2")
        self._detail.setVisible(bool(detail))
        self.pill.set(*job_status(job, time.time()))
        self.again.setVisible(job.step is Step.FAILED and job.work is Work.DEPLOY)
        self.forget.setVisible(job.over)

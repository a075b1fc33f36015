"""One app a user and data folder: a second start asks the first one to show its window, and ends."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_SHOW = b"show\n"
_QUIET = b"background\n"
_DONE = b"ok\n"
_WAIT_MS = 2000
_LONGEST = 100


class SingleInstance(QObject):
    """The local socket on which later starts knock.

    Attributes:
        name: of the socket.
        asked: a second start wants the window; not sent for one that was to start in the background.
    """

    asked = Signal()

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Socket paths are short (about 100 characters), data folders are not.
        whose = f"{getpass.getuser()}\0{data.resolve()}"
        self.name = f"aicore-tray-{hashlib.sha256(whose.encode()).hexdigest()[:16]}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._guests: list[QLocalSocket] = []
        self._server.newConnection.connect(self._knocked)

    def is_first(self, *, background: bool) -> bool:
        """Tell whether no other app of this user runs; one that does is asked to show its window.

        Args:
            background: this start was to be without a window, so the other one is left alone.
        """
        if self._ask(_QUIET if background else _SHOW):
            return False
        if self._server.listen(self.name):
            return True
        # What is left of one that crashed; whoever is alive has answered above or is asked again below.
        QLocalServer.removeServer(self.name)
        if self._server.listen(self.name):
            return True
        return not self._ask(_QUIET if background else _SHOW)

    def _ask(self, word: bytes) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self.name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write(word)
        socket.flush()
        # One that hangs must not keep the user from an app that works.
        answered = socket.waitForReadyRead(_WAIT_MS) and bytes(socket.readAll().data()) == _DONE
        socket.disconnectFromServer()
        return answered

    def _knocked(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            # Held here and let go of from the event loop: Qt still works with it when it calls us.
            self._guests.append(socket)
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(self._left)
        self._read()

    def _left(self) -> None:
        QTimer.singleShot(0, self, self._sweep)

    def _sweep(self) -> None:
        for socket in [each for each in self._guests if each.state() == QLocalSocket.LocalSocketState.UnconnectedState]:
            self._guests.remove(socket)
            socket.deleteLater()

    def _read(self) -> None:
        for socket in tuple(self._guests):
            if socket.canReadLine():
                word = bytes(socket.readLine().data())
                if word in (_SHOW, _QUIET):
                    socket.write(_DONE)
                    socket.flush()
                else:
                    socket.disconnectFromServer()
                if word == _SHOW:
                    self.asked.emit()
            elif socket.bytesAvailable() > _LONGEST:
                socket.disconnectFromServer()

    def close(self) -> None:
        """Let the next start be the first one."""
        self._server.close()

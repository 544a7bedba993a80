"""One desk for each account and data folder: the first one listens, a second one asks it to show itself and ends.

A lock decides who is first; it falls with its process, however that ends. The pipe only carries the wish.
"""

from __future__ import annotations

import logging
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QIODevice, QLockFile, QObject, QStandardPaths, QThread, Signal, Slot

from desktop_sync.windows.foreground import hand_over

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

log = logging.getLogger("desk")

SHOW = b"show"
TRIES = 20
PATIENCE = 250  # ms that each try has


class Alone(QObject):
    """``wanted``: somebody has started the desk once more, and wants to see it."""

    wanted = Signal()

    def __init__(self, folder: Path, place: Path | None = None, parent: QObject | None = None) -> None:
        """``folder``: the data folder. ``place``: a private folder of this account, that of the system without it."""
        super().__init__(parent)
        place = place or _place()
        QDir().mkpath(str(place))
        name = f"{zlib.crc32(str(place).encode()):08x}{zlib.crc32(str(folder).encode()):08x}"
        self._lock = QLockFile(str(place / f"{name}.lock"))
        self._lock.setStaleLockTime(0)
        # The path of a socket of Unix has room for some hundred letters only.
        self._name = f"desktop-sync-{name}" if sys.platform == "win32" else str(place / f"{name}.s")
        self._server: QLocalServer | None = None

    def first(self) -> bool:
        """Whether this is the first one. Then it is to ``listen`` soon."""
        return self._lock.tryLock(0)

    def listen(self) -> None:
        """From now on it hears of others."""
        from PySide6.QtNetwork import QLocalServer  # an icon in sight does not wait for it

        QLocalServer.removeServer(self._name)  # of a process that was killed
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._came)
        if not self._server.listen(self._name):
            log.warning("a second start cannot be heard at %s: %s", self._name, self._server.errorString())

    def tell(self, *, show: bool) -> bool:
        """The first one, that there is a second. Whether it has heard."""
        from PySide6.QtNetwork import QLocalSocket

        hand_over()
        for _ in range(TRIES):  # it may be about to listen
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(PATIENCE):
                socket.write(SHOW if show else b"here")
                return socket.waitForReadyRead(PATIENCE * TRIES)
            QThread.msleep(PATIENCE)
        return False

    @Slot()
    def _came(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._said)
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():
                self._heard(socket)

    @Slot()
    def _said(self) -> None:
        sender = self.sender()
        if isinstance(sender, QIODevice):
            self._heard(sender)

    def _heard(self, socket: QIODevice) -> None:
        wish = bytes(socket.readAll().data())
        socket.write(b"heard")
        socket.waitForBytesWritten(PATIENCE)
        if SHOW in wish:
            self.wanted.emit()


def _place() -> Path:
    kind = QStandardPaths.StandardLocation
    where = kind.AppLocalDataLocation if sys.platform == "win32" else kind.RuntimeLocation
    return Path(QStandardPaths.writableLocation(where))

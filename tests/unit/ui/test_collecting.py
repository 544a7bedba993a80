"""Garbage goes on the GUI thread, and nowhere else."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop_sync.ui.collecting import Collecting


class Cycle(QObject):
    def __init__(self, gone: list[str]) -> None:
        super().__init__()
        self.me = self
        weakref.finalize(self, lambda: gone.append(threading.current_thread().name))


def test_cycles_with_widgets_go_here(qtbot: QtBot) -> None:
    owner = QObject()
    collecting = Collecting(owner)
    gone: list[str] = []
    Cycle(gone)

    def allocate() -> None:
        assert sum(len(one) for one in [[[number]] for number in range(50_000)])

    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert gone == []
    assert not gc.isenabled()
    for _ in range(3):
        kept = [[number] for number in range(2000)]
        assert kept
        collecting.look()
    assert gone == [threading.main_thread().name]

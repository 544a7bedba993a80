"""The pages of the Acme account and of the folder: a connection's form and its test."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop_sync.ui.settings.connections import ConnectionDetail
from desktop_sync.ui.settings.guide.page import GuidePage
from desktop_sync.ui.settings.guide.plan import Plan, Row
from desktop_sync.ui.settings.row import CAPTION, WIDEST
from desktop_sync.ui.settings.subjects import scrolling
from desktop_sync.ui.tokens import GRID


class ConnectingPage(GuidePage):
    """``number``: of the connection in the draft."""

    def __init__(self, plan: Plan, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan, self._number = plan, number
        self._fresh: Row | None = None
        self.detail = ConnectionDetail(plan.draft)
        for head in (self.detail.title, self.detail.kind):  # the page has its own
            head.hide()
        self.body.addWidget(scrolling(self.detail), 1)
        plan.draft.checked.connect(self._checked)
        plan.draft.changed.connect(self.changed)

    def entered(self) -> None:
        self.detail.show_one(self._number)
        self._fresh = dict(self.detail.one) if self._fresh is None else self._fresh
        self.detail.form.show_row("id", on=False)  # made from the title
        self.plan.draft.check()

    def missing(self) -> str:
        wrong = [what for _, what, error in self.plan.draft.problems(("connections", self._number)) if error]
        if wrong:
            return self.tr("Something is still to be filled in.")
        if self.detail.test.going:
            return self.tr("The test is still under way.")
        return ""

    @property
    def filled(self) -> bool:
        """Whether everything that is needed was filled in."""
        return True

    @Slot()
    def _checked(self) -> None:
        if not self.isVisible():
            return
        if self.detail.one != self._fresh and self.filled:  # what is not filled in yet is not wrong
            self.detail.show_problems()
        self.plan.ids()
        self.changed.emit()


class AccountPage(ConnectingPage):
    """Where things go."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(plan, plan.account_number, parent)
        self.headed(
            self.tr("Your Acme account"),
            self.tr("Orders and invoices go there. Fill in its address and key, then test whether it answers."),
        )

    @property
    def filled(self) -> bool:
        account = self.plan.account
        names = ["api_key"] if account.get("sign_in", "api_key") == "api_key" else ["client_id", "client_secret"]
        return all(self.plan.draft.has_secret(str(account.get(name, ""))) for name in names)

    def missing(self) -> str:
        if not self.filled:
            return self.tr("The key is not there yet: press Set… and paste it.")
        return super().missing()


class FolderPage(ConnectingPage):
    """Where things come from."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(plan, plan.folder_number, parent)
        self.headed(
            self.tr("Where your system puts its files"),
            self.tr("A folder on this computer or a share, and which of its files are meant."),
        )
        self.pattern = QLineEdit(self)
        self.pattern.setText(str(plan.flow["source"]["pattern"]))
        self.pattern.setPlaceholderText("ORD_*.xml")
        self.pattern.textEdited.connect(self._patterned)
        self.pattern.setMaximumWidth(WIDEST)
        caption = QLabel(self.tr("Which &files"), self)
        caption.setBuddy(self.pattern)
        caption.setFixedWidth(CAPTION)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(caption)
        row.addWidget(self.pattern, 100)
        row.addStretch(1)
        self.body.insertLayout(0, row)

    def missing(self) -> str:
        return super().missing() if self.pattern.text().strip() else self.tr("Say which files, such as *.xml.")

    @Slot(str)
    def _patterned(self, text: str) -> None:
        self.plan.flow["source"]["pattern"] = text.strip()
        self.plan.draft.touched()

"""The pages of the Acme account and of the place that orders come from: a connection's form and its test."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop_sync.ui.settings.connections import ConnectionDetail
from desktop_sync.ui.settings.guide.page import GuidePage
from desktop_sync.ui.settings.guide.plan import Plan, Row
from desktop_sync.ui.settings.subjects import scrolling


class ConnectingPage(GuidePage):
    """One connection of the draft, whose number ``number`` tells."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self._fresh: dict[str, Row] = {}
        self._testing = False
        self.detail = ConnectionDetail(plan.draft)
        for head in (self.detail.title, self.detail.kind):  # the page has its own
            head.hide()
        self.area = scrolling(self.detail)
        plan.draft.checked.connect(self._checked)
        plan.draft.changed.connect(self.changed)
        self.detail.test.turned.connect(self._tested)
        self.area.verticalScrollBar().rangeChanged.connect(self._show_test)

    @property
    def number(self) -> int:
        """Of the connection in the draft."""
        raise NotImplementedError

    def entered(self) -> None:
        self._testing = False
        self.detail.show_one(self.number)
        self._fresh.setdefault(str(self.detail.one["type"]), dict(self.detail.one))
        self.detail.form.show_row("id", on=False)  # made from the title
        self.plan.draft.check()

    def begin(self) -> bool:
        self.detail.begin()
        return True

    def missing(self) -> str:
        wrong = [what for _, what, error in self.plan.draft.problems(("connections", self.number)) if error]
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
    def _tested(self) -> None:
        """Its steps are seen, which come below what shows."""
        self._testing = True
        self._show_test()
        self.changed.emit()

    @Slot()
    def _show_test(self) -> None:
        if self._testing:
            self.area.ensureWidgetVisible(self.detail.test)

    @Slot()
    def _checked(self) -> None:
        if not self.isVisible():
            return
        fresh = self._fresh.get(str(self.detail.one["type"]))
        if self.detail.one != fresh and self.filled:  # what is not filled in yet is not wrong
            self.detail.show_problems()
        self.plan.ids()
        self.changed.emit()


class AccountPage(ConnectingPage):
    """Where things go."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(plan, parent)
        self.headed(
            self.tr("Your Acme account"),
            self.tr("Orders and invoices go there. Fill in its address and key, then test whether it answers."),
        )
        self.body.addWidget(self.area, 1)

    @property
    def number(self) -> int:
        return self.plan.account_number

    @property
    def filled(self) -> bool:
        account = self.plan.account
        names = ["api_key"] if account.get("sign_in", "api_key") == "api_key" else ["client_id", "client_secret"]
        return all(self.plan.draft.has_secret(str(account.get(name, ""))) for name in names)

    def missing(self) -> str:
        if not self.filled:
            return self.tr("The key is not there yet: press Set… and paste it.")
        return super().missing()

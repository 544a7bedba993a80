"""The page of problems, by real clicks: grouped, filtered, tried again, ended, answered, copied, opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSettings, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_sync.core.errors import Rejected, RetryLater
from desktop_sync.ui.link import Link, State
from desktop_sync.ui.picture import Picture
from desktop_sync.ui.problems.page import ProblemsPage
from desktop_sync.ui.tokens import GRID
from tests.fake_engine import EMPTY, FakeEngine
from tests.gallery import problem_rows as rows
from tests.gallery.problems import FLOWS

Until = Callable[[Callable[[], Any]], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot, link: Link, engine: FakeEngine, kept: QSettings, until: Until) -> ProblemsPage:
    engine.answers |= {
        "problems": rows.problems,
        "resolved": rows.RESOLVED,
        "snapshot": {**EMPTY, "flows": FLOWS, "connections": {"acme": "Acme of Nordwind"}},
        "retry": lambda name, flow, seen=None: [done(name)],
    }
    picture = Picture(link)
    made = ProblemsPage(link, picture, kept)
    picture.setParent(made)
    qtbot.addWidget(made)
    picture.refresh()
    made.resize(900, 700)
    made.show()
    until(lambda: made.model.rows and made.head._flows.count() == 4)
    return made


def done(name: str, **other: object) -> dict[str, Any]:
    return {"name": name, "done": True, "what": "it is sent by the next run", "flow": "orders", "delivery": 1, **other}


def choose(page: ProblemsPage, until: Until, group: str) -> None:
    """By a click on it."""
    place = next(at for at, one in enumerate(page.model.rows) if one["group"] == group)
    page.list.setCurrentIndex(page.model.index(place))
    until(
        lambda: (
            len(page.detail.members.model.rows) == len(rows.MEMBERS[group]) or page.model.rows[place]["problems"] == 1
        )
    )


def click(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isEnabled(), button.toolTip()
    assert button.isVisible()
    qtbot.mouseClick(button, LEFT)


def pick(qtbot: QtBot, box: QComboBox, words: str) -> None:
    box.setFocus()
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def titles(page: ProblemsPage) -> list[str]:
    return [str(page.model.index(at).data()) for at in range(page.model.rowCount())]


def barred(page: ProblemsPage) -> str:
    return page.bar.accessibleName() if page.bar.isVisible() else ""


def test_groups_newest_first_with_what_they_have_in_common(page: ProblemsPage, until: Until) -> None:
    assert [one["group"] for one in page.model.rows] == ["g51", "unknown", "g40", "g30", "g20", "g1"]
    assert titles(page)[-1] == rows.CUSTOMER
    assert "wrong in 12" in titles(page)[0]
    choose(page, until, "g1")
    assert page.detail.facts.title.text() == rows.CUSTOMER
    assert page.detail.facts._todo.text() == rows.MISSING
    assert page.detail.facts._where.text() == "ERP orders"
    assert page.detail.facts._which.text() == "7 order(s): 4711, 4712, 4713, …"
    assert page.detail.members.model.index(1, 0).data() == "4712"
    assert page.detail.members.model.index(1, 2).data() == "ORD_0812.xml, line 215"


def test_a_group_is_tried_again_and_a_double_click_sends_once(
    page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    choose(page, until, "g1")
    button = page.detail.buttons.button("retry")
    assert button.text().replace("&", "") == "Try all 7 order(s) again"
    click(qtbot, button)
    assert not button.isEnabled()
    qtbot.mouseClick(button, LEFT)
    until(lambda: barred(page))
    assert engine.calls("retry") == [{"name": "g1", "flow": None, "seen": 7}]
    assert barred(page).startswith("The next run tries 1 of them again")
    assert not page.bar._offer.isVisible(), "it has a schedule"


def unscheduled(page: ProblemsPage, engine: FakeEngine, until: Until) -> None:
    """No flow runs by itself from now on."""
    engine.answers["snapshot"] = {**EMPTY, "flows": [{**one, "schedule": ""} for one in FLOWS]}
    page._picture.refresh()
    until(lambda: not page._picture.flows[0]["schedule"])


def test_a_flow_without_a_schedule_is_run_from_what_is_said_of_a_try(
    page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    unscheduled(page, engine, until)
    engine.answers["run"] = {"outcome": "problems"}
    choose(page, until, "g1")
    click(qtbot, page.detail.buttons.button("retry"))
    until(lambda: "No schedule, so it runs only when somebody says so: ERP orders." in barred(page))
    offer = page.bar._offer
    assert offer.text().replace("&", "") == "Run 1 flow(s) now"
    click(qtbot, offer)
    until(lambda: barred(page) == "It has run. What still needs somebody stands here.")
    assert engine.calls("run") == [{"flow": "orders"}]
    assert not offer.isVisible()


def test_who_may_not_run_is_offered_nothing(page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    unscheduled(page, engine, until)
    engine.refused = {"run"}
    choose(page, until, "g1")
    click(qtbot, page.detail.buttons.button("retry"))
    until(lambda: "No schedule" in barred(page))
    assert not page.bar._offer.isVisible()


def test_what_waits_for_its_next_try_says_so(page: ProblemsPage, until: Until, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = [{**one, "state": "pending"} for one in rows.ORDERS]
    monkeypatch.setattr(rows, "GROUPS", [rows.group(*waiting)])
    page.refresh()
    until(lambda: len(page.model.rows) == 1)
    assert page.detail.facts._todo.text() == "Nothing for now: the next run tries it again."
    assert str(page.model.index(0).data(Qt.ItemDataRole.StatusTipRole)).endswith("is tried again")


def test_what_is_chosen_is_tried_again_each_by_its_name(
    page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    choose(page, until, "g1")
    table = page.detail.members.table
    table.selectRow(0)
    assert page.detail.buttons.button("retry").text().replace("&", "") == "Try 4711 again"
    index = table.model().index(2, 0)
    table.selectionModel().select(
        index, QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    assert page.detail.buttons.button("retry").text().replace("&", "") == "Try 2 order(s) again"
    engine.answers["retry"] = lambda name, flow, seen=None: [
        done(name) if name == "p1" else done("4713", done=False, what="it is older than what Acme has")
    ]
    click(qtbot, page.detail.buttons.button("retry"))
    until(lambda: barred(page))
    assert [one["name"] for one in engine.calls("retry")] == ["p1", "p3"]
    assert "4713: it is older than what Acme has" in barred(page)


def test_everything_is_tried_again_and_what_fails_is_told(
    page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    assert page.head.retry.text().replace("&", "") == "Try all 7 again"
    engine.answers["retry"] = RetryLater("The engine is stopping.", "Try again in a moment.")
    click(qtbot, page.head.retry)
    until(lambda: barred(page))
    assert barred(page) == "The engine is stopping. Try again in a moment."
    assert [(one["name"], one["flow"]) for one in engine.calls("retry")] == [("*", None)]
    assert page.head.retry.isEnabled()


def test_what_was_done_is_no_news_when_the_page_comes_again(page: ProblemsPage) -> None:
    page.bar.say("well", "The next run tries it again.")
    page.hide()
    page.show()
    assert not page.bar.isVisible()


def test_a_group_that_has_grown_says_so(page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    choose(page, until, "g1")
    engine.answers["retry"] = lambda name, flow, seen: [done(str(n), grown=9 - seen) for n in range(9)]
    click(qtbot, page.detail.buttons.button("retry"))
    until(lambda: barred(page))
    assert barred(page).startswith("The next run tries 9 of them again")
    assert "2 of them had come meanwhile." in barred(page)


def test_what_was_done_before_a_failure_is_told(
    page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    choose(page, until, "g1")
    table = page.detail.members.table
    table.selectAll()

    def answer(name: str, flow: str | None) -> list[dict[str, Any]]:
        if name == "p3":
            raise RetryLater("The engine is stopping.", "Try again in a moment.")
        return [done(name)]

    engine.answers["retry"] = answer
    click(qtbot, page.detail.buttons.button("retry"))
    until(lambda: barred(page))
    assert barred(page).startswith("The engine is stopping. The next run tries 2 of them again")
    assert "Try again in a moment." in barred(page)
    assert [one["name"] for one in engine.calls("retry")] == ["p1", "p2", "p3"]


def test_filters_by_flow_and_by_who(page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    pick(qtbot, page.head._owners, "IT")
    assert [one["group"] for one in page.model.rows] == ["g40", "g30", "g20"]
    pick(qtbot, page.head._flows, "SQL invoices")
    until(lambda: [one["group"] for one in page.model.rows] == ["g20"])
    assert engine.calls("problems")[-1]["flow"] == "invoices" or engine.calls("problems")[-1]["name"] == "g20"
    pick(qtbot, page.head._owners, "Vendor")
    until(lambda: page._stack.currentIndex() == 1)
    click(qtbot, page._empty.button)
    until(lambda: len(page.model.rows) == 6)


def test_a_group_ends_with_a_reason_only(page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    engine.answers["dismiss"] = lambda name, flow, reason, expected: [done(name, what="dismissed")]
    choose(page, until, "g1")
    page.detail.buttons.action("dismiss").trigger()
    assert page.detail.ask.isVisible()
    assert not page.detail.ask.yes.isEnabled()
    qtbot.keyClicks(page.detail.ask.reason, "not ours")
    qtbot.keyClick(page.detail.ask.reason, Qt.Key.Key_Return)
    until(lambda: barred(page))
    assert engine.calls("dismiss") == [{"name": "g1", "flow": None, "reason": "not ours", "expected": 7}]
    assert not page.detail.ask.isVisible()


def test_escape_takes_the_question_back(page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    choose(page, until, "g1")
    page.detail.buttons.action("dismiss").trigger()
    qtbot.keyClick(page.detail.ask.reason, Qt.Key.Key_Escape)
    assert not page.detail.ask.isVisible()
    assert engine.calls("dismiss") == []


@pytest.mark.parametrize("button, said", [("arrived", "arrived"), ("send again", "send-again")])
def test_what_nobody_knows_is_answered(
    page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until, button: str, said: str
) -> None:
    engine.answers["answer"] = lambda name, resource, said, reason: [done(name)]
    choose(page, until, "unknown")
    assert not page.detail.buttons.button("retry").isVisible()
    click(qtbot, page.detail.buttons.button(button))
    click(qtbot, page.detail.ask.yes)
    until(lambda: barred(page))
    assert engine.calls("answer") == [{"name": "4640", "resource": "orders", "said": said, "reason": ""}]


def test_whether_a_report_arrived_is_answered_where_it_shows_what_was_made(
    page: ProblemsPage, qtbot: QtBot, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = {**rows.ARRIVED, "hint": "Look at \\\\erp\\export\\a-long-folder\\and-one-more\\orders.pdf."}
    monkeypatch.setattr(rows, "GROUPS", [rows.group(path)])
    page.refresh()
    until(lambda: len(page.model.rows) == 1)
    assert page.detail.facts._todo.text() == path["hint"], "only a fingerprint may be broken, which nobody copies"
    wanted: list[str] = []
    page.made_wanted.connect(wanted.append)
    assert not page.detail.buttons.button("settings").isVisible()
    click(qtbot, page.detail.buttons.button("made"))
    assert wanted == ["daily-orders"]


def test_whose_account_it_is_is_asked_here(page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until) -> None:
    engine.answers["account"] = {"tenant": "nordwind-test", "base_url": "https://test.acme.example", "title": ""}
    choose(page, until, "g30")
    assert "desktop-sync" not in page.detail.facts._todo.text()
    click(qtbot, page.detail.buttons.button("another"))
    assert page.detail.ask._question.text().startswith("Acme of Nordwind: Nothing counts as sent there")
    click(qtbot, page.detail.ask.yes)
    until(lambda: "nordwind-test" in barred(page))
    assert engine.calls("account") == [{"connection": "acme", "answer": "another"}]
    with qtbot.waitSignal(page.settings_wanted) as heard:
        click(qtbot, page.detail.buttons.button("settings"))
    assert heard.args == ["connections", "acme"]


def test_a_first_run_leads_to_the_overview(page: ProblemsPage, qtbot: QtBot, until: Until) -> None:
    choose(page, until, "g40")
    with qtbot.waitSignal(page.overview_wanted):
        click(qtbot, page.detail.buttons.button("overview"))


def test_the_message_names_everything_and_the_detail_is_for_support(
    page: ProblemsPage, qtbot: QtBot, until: Until
) -> None:
    choose(page, until, "g1")
    click(qtbot, page.detail.buttons.button("copy"))
    text = QGuiApplication.clipboard().text()
    for one in (rows.CUSTOMER, rows.MISSING, "4711 (ORD_0812.xml, line 214)", "4717", "ERP orders", "Thank you"):
        assert one in text
    assert "orders:missing" not in text
    choose(page, until, "g20")
    click(qtbot, page.detail.buttons.button("copy"))
    assert "invoices:unreadable" in QGuiApplication.clipboard().text()
    page.detail.buttons.action("detail").trigger()
    click(qtbot, page.detail.technical.copy)
    assert "key: item:7:unreadable" in QGuiApplication.clipboard().text()
    click(qtbot, page.detail.technical.close_)
    assert not page.detail.technical.isVisible()


def test_file_and_folder_are_opened_where_they_lie(
    page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) < 2

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    engine.answers["find_file"] = {"file": "/srv/erp/failed/ORD_0812.xml", "folder": "/srv/erp/failed"}
    choose(page, until, "g1")
    click(qtbot, page.detail.buttons.button("open"))
    until(lambda: opened == ["/srv/erp/failed/ORD_0812.xml"])
    page.detail.buttons.action("folder").trigger()
    until(lambda: barred(page))
    assert opened[1] == "/srv/erp/failed"
    assert "could not be opened" in barred(page)
    engine.answers["find_file"] = Rejected("ORD_0812.xml does not lie where it came.", "See its trail.")
    click(qtbot, page.detail.buttons.button("open"))
    until(lambda: "does not lie where it came" in barred(page))


def test_what_may_be_a_program_is_not_opened(
    page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    engine.answers["find_file"] = {"file": "/srv/erp/ORD_0812.xml.BAT", "folder": "/srv/erp"}
    choose(page, until, "g1")
    click(qtbot, page.detail.buttons.button("open"))
    until(lambda: opened == ["/srv/erp"])
    assert "not opened from here" in barred(page)


def test_a_document_leads_to_its_trail(page: ProblemsPage, qtbot: QtBot, until: Until) -> None:
    choose(page, until, "g1")
    with qtbot.waitSignal(page.trail_wanted) as heard:
        page.detail.members.table.activated.emit(page.detail.members.model.index(0, 0))
    assert heard.args == ["4711", "orders"]
    page.resolved.fold.click()
    with qtbot.waitSignal(page.trail_wanted) as heard:
        page.resolved.list.activated.emit(page.resolved.model.index(0))
    assert heard.args == ["4698", "orders"]


def test_what_happens_shows_and_what_is_chosen_stays(
    page: ProblemsPage, engine: FakeEngine, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(page, until, "g1")
    page.detail.members.table.selectRow(3)
    fewer = [rows.group(*rows.ORDERS[2:]), *rows.GROUPS[2:]]
    newest = rows.group(rows.member(90, cause="orders:new", opened_at=rows.MORNING + 9000))
    monkeypatch.setattr(rows, "GROUPS", [*fewer, newest])
    monkeypatch.setitem(rows.MEMBERS, "g3", rows.ORDERS[2:])
    engine.tell({"event": "problems changed"})
    until(lambda: page.model.rows[0]["group"] == "g90")
    assert "g20" not in [one["group"] for one in page.model.rows]
    assert page.list.currentIndex().row() == page.model.rowCount() - 1
    until(lambda: len(page.detail.members.model.rows) == 5)
    assert [one["reference"] for one in page.detail.members.chosen()] == ["4714"]


def test_when_the_last_ends_the_place_is_empty(page: ProblemsPage, engine: FakeEngine, until: Until) -> None:
    engine.answers["problems"] = {"groups": [], "members": None}
    engine.tell({"event": "problems changed"})
    until(lambda: page._stack.currentIndex() == 1)
    assert page.list.currentIndex() == QModelIndex()
    assert not page._empty.button.isVisible()


def test_who_may_only_look_sees_everything_and_why_it_is_disabled(
    page: ProblemsPage, engine: FakeEngine, until: Until
) -> None:
    engine.refused = {"retry", "edit", "dismiss"}
    choose(page, until, "g1")
    for name in ("retry", "edit"):
        button = page.detail.buttons.button(name)
        assert button.isVisible()
        assert not button.isEnabled()
        assert "may only look" in button.toolTip()
    assert not page.detail.buttons.action("dismiss").isEnabled()
    assert page.detail.buttons.button("copy").isEnabled()


def test_an_engine_that_goes_away_leaves_what_was_known(page: ProblemsPage, engine: FakeEngine, until: Until) -> None:
    choose(page, until, "g1")
    engine.go()
    until(lambda: not page.detail.buttons.button("retry").isEnabled())
    assert page.detail.buttons.button("retry").toolTip() == "The engine is being looked for."
    assert len(page.model.rows) == 6


def test_what_is_spoken_of_elsewhere_is_chosen(
    page: ProblemsPage, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.show_subject("invoices")
    until(lambda: [one["group"] for one in page.model.rows] == ["g20"])
    page.show_subject("4712")
    until(lambda: page.detail.facts.title.text() == rows.CUSTOMER)
    assert len(page.model.rows) == 6
    monkeypatch.setitem(rows.MEMBERS, "g7", rows.ORDERS[6:])
    page.list.setCurrentIndex(page.model.index(0))
    page.show_subject("g7")
    until(lambda: page.detail.facts.title.text() == rows.CUSTOMER)
    page.show_subject("account")
    until(lambda: page.list.currentIndex().row() == page.model.place_of("account"))


def test_flows_that_were_known_before_have_their_titles_at_once(
    page: ProblemsPage, link: Link, kept: QSettings, qtbot: QtBot, until: Until
) -> None:
    later = ProblemsPage(link, page._picture, kept)
    qtbot.addWidget(later)
    assert later.head._flows.count() == page.head._flows.count()
    assert later._telling.titles == {one["flow"]: one["title"] for one in FLOWS}


def test_a_screen_reader_says_each_group_in_whole_sentences(page: ProblemsPage) -> None:
    said = [str(page.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(len(page.model.rows))]
    assert all(".." not in one and ". " in one for one in said)
    assert page.detail.facts._badge.accessibleName() == "Needs you"


def test_what_every_member_says_is_not_cut(page: ProblemsPage, until: Until) -> None:
    page.resize(816, 640)  # in the window as it comes
    choose(page, until, "g1")
    table = page.detail.members.table
    until(lambda: table.viewport().width() > 400)
    for column, words in ((0, "Document"), (2, "ORD_0812.xml, line 214"), (4, "yesterday 04:31"), (4, "gestern 04:31")):
        assert table.fontMetrics().horizontalAdvance(words) + 2 * GRID <= table.columnWidth(column), words
    assert not table.horizontalScrollBar().isVisible(), table.viewport().width()


def test_without_an_engine_it_says_so(
    link: Link, engine: FakeEngine, kept: QSettings, qtbot: QtBot, until: Until
) -> None:
    page = ProblemsPage(link, Picture(link, link), kept)
    qtbot.addWidget(page)
    engine.answers["problems"] = {"groups": [], "members": None}
    engine.go()
    until(lambda: link.state is State.OFF)
    page.show()
    until(page.off.isVisible)
    assert not page.detail.facts.isVisible()


def test_a_long_group_comes_page_by_page(page: ProblemsPage, engine: FakeEngine, until: Until) -> None:
    many = [rows.member(number, cause="orders:many") for number in range(1, 501)]
    groups = [rows.group(*many[:3], many=500)]

    def problems(name: str | None = None, flow: str | None = None, limit: int = 100, after: int = 0) -> rows.Row:
        found = [one for one in many if int(one["problem"][1:]) > after][:limit]
        return {"groups": [] if name else groups, "members": found if name else None}

    engine.answers["problems"] = problems
    engine.tell({"event": "problems changed"})
    until(lambda: len(page.detail.members.model.rows) > 3)
    model = page.detail.members.model

    def grown(before: int) -> bool:
        return len(model.rows) > before

    while len(model.rows) < 500:
        page.detail.members.table.scrollToBottom()
        before = len(model.rows)
        until(partial(grown, before))
    assert [one["problem"] for one in model.rows] == [one["problem"] for one in many]
    assert not model.canFetchMore(QModelIndex())
    del many[100]
    engine.tell({"event": "problems changed"})
    until(lambda: len(model.rows) == 499)
    assert engine.calls("problems")[-1] == {"name": "g1", "flow": None, "limit": 500, "after": 0}


def test_two_thousand_causes_hold_nobody_up(page: ProblemsPage, engine: FakeEngine, until: Until) -> None:
    """The tests look at what blocks: see conftest."""
    many = [rows.group(rows.member(number, cause=f"orders:{number}")) for number in range(1, 2001)]
    engine.answers["problems"] = lambda flow, **_: {"groups": many, "members": []}
    engine.tell({"event": "problems changed"})
    until(lambda: len(page.model.rows) == 2000)
    engine.answers["problems"] = lambda flow, **_: {"groups": many[::-2], "members": []}
    engine.tell({"event": "problems changed"})
    until(lambda: len(page.model.rows) == 1000)
    newest = [one["newest_at"] for one in page.model.rows]
    assert newest == sorted(newest, reverse=True)


def test_a_changed_key_is_approved_after_a_question(
    page: ProblemsPage, engine: FakeEngine, qtbot: QtBot, until: Until
) -> None:
    one = rows.HOST_KEY
    told = {"groups": [rows.group(one, can=["trust"])], "members": None}
    engine.answers["problems"] = lambda name=None, **_: told if name is None else {"groups": [], "members": [one]}
    engine.answers["trust"] = {"place": "sftp.brandt.example", "fingerprint": one["value"], "former": "SHA256:x"}
    page.refresh()
    until(lambda: len(page.model.rows) == 1)
    page.list.setCurrentIndex(page.model.index(0))
    until(lambda: page.detail.group is not None and page.detail.group["group"] == "g35")
    click(qtbot, page.detail.buttons.button("trust"))
    assert engine.calls("trust") == []
    click(qtbot, page.detail.ask.yes)
    until(lambda: barred(page))
    assert engine.calls("trust") == [{"place": "sftp.brandt.example", "fingerprint": one["value"]}]

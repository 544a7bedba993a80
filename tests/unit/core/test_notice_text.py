"""What a mail says: the four parts of a problem, counts, two languages; hostile and huge texts."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from desktop_sync.core.notice_text import Frame, News, Told, compose, compose_test
from desktop_sync.languages import words

BERLIN = ZoneInfo("Europe/Berlin")
AT = 1_795_435_200.0  # 2026-11-23 13:00 in Berlin


def frame(language: str = "en") -> Frame:
    return Frame("PC-ERP01", {"erp": "ERP orders"}, BERLIN, words(language))


def told(number: int = 1, cause: str = "orders:missing", what: str = "", **more: object) -> Told:
    given_ = {"hint": "Add the customer in Acme.", "owner": "clerk", "flow": "erp", "connection": "", "times": 1} | more
    text = what or f"Order {4710 + number} was refused: the customer 90012 is not known in Acme."
    return Told(number, cause, text, opened_at=AT + number, **given_)  # type: ignore[arg-type]


def test_one_problem_in_full() -> None:
    made = compose(News(opened=[told()]), frame())
    assert made.subject == (
        "Desktop Sync on PC-ERP01: 1 new problem: Order 4711 was refused: the customer 90012 is not known in Acme."
    )
    assert made.text == (
        "New problems (1)\n"
        "----------------\n"
        "* Order 4711 was refused: the customer 90012 is not known in Acme.\n"
        "  Who can fix it: the clerk.\n"
        "  What to do: Add the customer in Acme.\n"
        "\n"
        "  ERP orders, since 2026-11-23 13:00, seen once\n"
        "\n"
        "  Desktop Sync on PC-ERP01. All open problems: desktop-sync problems. Who is told what stands in the settings,"
        " in [general.notices].\n"
    )
    assert "<strong>Order 4711 was refused" in made.html


def test_in_german() -> None:
    ended = told(2, closed_at=AT + 3600, closed_by="a later version succeeded")
    made = compose(News(opened=[told()], ended=[ended]), frame("de"), last_today=True)
    assert made.subject == "Desktop Sync auf PC-ERP01: 1 neues Problem, 1 Problem erledigt: ERP orders"
    for said in ("Neue Probleme (1)", "Wer es beheben kann: die Sachbearbeitung.", "Was zu tun ist: Add the customer"):
        assert said in made.text
    assert "Erledigt seit 23.11.2026 14:00. a later version succeeded" in made.text
    assert "Dies ist die letzte Mail für heute" in made.text


def test_what_the_engine_reported_is_told_in_german_too() -> None:
    away = told(
        what=r"The folder \\erp\out cannot be reached: Permission denied.",
        hint="It is tried again by itself.",
        owner="it",
    )
    over = told(2, what="The disk of the data folder is full.", closed_at=AT + 3600, closed_by="there is room again")
    made = compose(News(opened=[away], ended=[over]), frame("de"))
    assert r"* Der Ordner \\erp\out ist nicht erreichbar: Zugriff verweigert." in made.text
    assert "Was zu tun ist: Es wird von selbst erneut versucht." in made.text
    assert "* Der Datenträger des Datenordners ist voll." in made.text
    assert "Erledigt seit 23.11.2026 14:00. es ist wieder Platz" in made.text
    assert compose(News(opened=[away]), frame("de")).subject.endswith("nicht erreichbar: Zugriff verweigert.")


def test_five_thousand_are_one_entry_with_a_count() -> None:
    made = compose(News(opened=[told(number) for number in range(5000)]), frame())
    assert "New problems (5,000)" in made.text
    assert "… and 4,997 more of this kind." in made.text
    assert made.text.count("* Order") == 3
    assert "5,000 new problems" in made.subject


def test_many_causes_are_counted_beyond_twenty() -> None:
    made = compose(News(opened=[told(number, cause=f"c{number}") for number in range(30)]), frame())
    assert made.text.count("Who can fix it") == 20
    assert "And 10 more, of 10 other causes." in made.text


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=50))
def test_whatever_a_problem_says_stays_text(what: str, hint: str, flow: str) -> None:
    made = compose(News(opened=[told(what=what or "x", hint=hint, flow=flow)]), frame())
    assert "\n" not in made.subject
    assert "\r" not in made.subject + made.text
    assert made.html.count("<p ") == made.html.count("</p>")
    assert "<script" not in made.html
    assert all(one.isprintable() or one == "\n" for one in made.text)


def test_huge_texts_are_cut() -> None:
    huge = "<script>" + "x" * 1_000_000
    made = compose(News(opened=[told(number, f"c{number}", huge, hint=huge) for number in range(100)]), frame())
    assert len(made.text) < 60_000
    assert len(made.html) < 100_000
    assert len(made.subject) < 200
    assert "&lt;script&gt;" in made.html


def test_a_test_mail_says_that_it_is_one() -> None:
    assert compose_test(frame()).subject == "Desktop Sync on PC-ERP01: test mail"
    assert "This is a test." in compose_test(frame()).html

"""What a mail says about a report, in both languages; nothing that a document holds becomes markup or a line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_sync.core.notice_text import Text
from desktop_sync.core.summaries import Summary
from desktop_sync.destinations.mail_options import ReportMailOptions
from desktop_sync.destinations.mail_text import compose
from desktop_sync.languages import words
from tests.unit.destinations.finished import SUMMARY, finished


def text(summary: Summary | None = None, **options: object) -> Text:
    made = ReportMailOptions.model_validate({"to": "it@example.com", **options})
    return compose(finished(summary=summary), made, words(made.language))


def test_a_file_is_told_with_its_period() -> None:
    assert text() == Text(
        "Täglich, 2026-05-01 to 2026-05-03",
        "The report Täglich is attached: Aufträge 2026.pdf\n\nPeriod:  2026-05-01 to 2026-05-03\n"
        "Account: Muster GmbH\nRows:    1,234\nMade:    2026-05-04 06:00\n",
        "",
    )
    german = text(language="de")
    assert german.subject == "Täglich, 01.05.2026 bis 03.05.2026"
    assert german.text.startswith("Der Bericht Täglich liegt bei: Aufträge 2026.pdf\n\nZeitraum: 01.05.2026 bis")
    assert "Zeilen:   1.234\nErstellt: 04.05.2026 06:00" in german.text


def test_the_mail_of_one_document_names_it() -> None:
    file = finished(name="day.pdf")
    made = ReportMailOptions.model_validate({"to": "it@example.com"})
    told = compose(replace(file, about=replace(file.about, document="A-1")), made, words())
    assert told.subject == "Täglich A-1, 2026-05-01 to 2026-05-03"
    assert told.text.startswith("The report Täglich A-1 is attached: day.pdf")


def test_own_words_stand_instead_of_those_of_the_program() -> None:
    made = text(subject="{flow} {from:%d/%m}: {count}", text="Dear all,\n\nhere is {to}.\n")
    assert made == Text("Täglich 01/05: 1234", "Dear all,\n\nhere is 2026-05-03.\n", "")


def test_a_summary_has_title_period_counts_totals_and_the_first_rows() -> None:
    made = text(SUMMARY, **{"as": "inline"})
    assert made.subject == "Orders <b>, 2026-05-01 to 2026-05-03"
    assert made.text == (
        "Orders <b>\n\n"
        "Period:  2026-05-01 to 2026-05-03\nAccount: Muster GmbH\nRows:    1,234\nMade:    2026-05-04 06:00\n\n"
        "Buyer                                    Net\n"
        "--------------------------------------------\n"
        "Müller & Söhne <script>alert(1)…    1,000.00\n"
        "x y z                                  -5.00\n"
        "--------------------------------------------\n"
        "Total                             995.00 EUR\n"
        "Total                               7.00 CHF\n\n"
        "1,232 further rows are not shown here.\n2 further columns are not shown here.\n"
    )
    assert "<script>" not in made.html
    assert "Müller &amp; Söhne &lt;script&gt;alert(1)&lt;/script&gt;" in made.html
    assert "<h2>Orders &lt;b&gt;</h2>" in made.html
    assert 'text-align:right">1,000.00</td>' in made.html
    assert 'text-align:right">995.00 EUR</td>' in made.html
    assert "x y z" in made.html


def test_both_has_what_is_attached_too_and_own_text_is_escaped() -> None:
    assert text(SUMMARY, **{"as": "both"}).text.startswith("The report Orders <b> is attached: Aufträge 2026.pdf\n\n")
    own = text(SUMMARY, **{"as": "both", "text": "A < B\nC"})
    assert own.text.startswith("A < B\nC\n\nOrders <b>\n\nPeriod:")
    assert ">A &lt; B\nC</p>" in own.html


def test_an_empty_report_says_so() -> None:
    made = text(Summary("Orders", ("Net",), (True,), (), (), 0), **{"as": "inline", "language": "de"})
    assert made.text.endswith("Nichts in diesem Zeitraum.\n")
    assert "<table" not in made.html


def test_without_period_and_without_rows_that_are_left() -> None:
    file = replace(finished(), about=replace(finished().about, window=None, account=""))
    made = compose(file, ReportMailOptions.model_validate({"to": "it@example.com"}), words())
    assert made.subject == "Täglich"
    assert "Period" not in made.text


@pytest.mark.parametrize("language", ["en", "de"])
def test_line_ends_in_values_stay_in_their_line(language: str) -> None:
    evil = replace(finished(), values={"flow": "x\r\nBcc: evil@example.com"}, name="a\r\nb.pdf")
    made = compose(
        evil, ReportMailOptions.model_validate({"to": "a@b.de", "subject": "{flow}", "language": language}), words()
    )
    assert made.subject == "x Bcc: evil@example.com"
    assert "a b.pdf" in made.text

"""What the engine advises, as it is done on the desk, in whatever language it is told."""

from __future__ import annotations

import pytest

from desktop_sync.core.errors import Rejected
from desktop_sync.ui.advice import here
from desktop_sync.ui.parts.breaking import breakable
from desktop_sync.ui.problems.telling import Telling
from desktop_sync.ui.told import error_told, told
from tests.gallery.problem_rows import ARRIVED, HOST_KEY, group

TRUST = "If it is the same, press “Trust this key”."
SECRET = "Enter it in the settings, at the connection that needs it."


@pytest.mark.parametrize(
    "advice, told",
    [
        ("Make room.", "Make room."),
        ("", ""),
        ("Set it with: desktop-sync secret set acme/api_key", SECRET),
        (
            "Speichern Sie es mit: desktop-sync secret set acme/api_key. Älteres gilt nicht. Es gilt z. B. heute.",
            f"{SECRET} Älteres gilt nicht. Es gilt z. B. heute.",
        ),
        (
            "It shows SHA256:abc (ssh-ed25519). Compare it. If it is the same: desktop-sync trust host:22 SHA256:abc",
            f"It shows SHA256:abc (ssh-ed25519). Compare it. {TRUST}",
        ),
        (
            "Put a file there, or read what came again: desktop-sync read-again.",
            "Put a file there, or read what came again: “Read again…” in the menu of the flow, on the overview.",
        ),
        (
            "Look whether that is meant. If so: desktop-sync approve orders",
            "Look whether that is meant. If so, send it on the overview.",
        ),
        (
            "Make another: desktop-sync dry-run orders",
            "Make another: “Dry run: what would happen now…” in the menu of the flow, on the overview",
        ),
        (
            "unter diesem Namen ist noch kein Geheimnis gespeichert: desktop-sync secret set acme/api_key",
            "unter diesem Namen ist noch kein Geheimnis gespeichert",
        ),
        ("Look. desktop-sync ledger move-here.", "Look. desktop-sync ledger move-here."),
        ("Look. Look.", "Look. Look."),
    ],
)
def test_a_button_in_place_of_its_command(advice: str, told: str) -> None:
    assert here(advice) == told


def test_what_is_answered_by_buttons_elsewhere() -> None:
    first = (
        "Say it once: desktop-sync run a --first-run all (send them), --first-run from-now (leave them, send what"
        " comes) or --first-run 2026-11-01 (send what was changed since that day)."
    )
    assert here(first) == "Say on the overview what shall become of the files that are already there."
    account = (
        "Is it the same account at a new address? desktop-sync account acme same. Another account (such as"
        " production, not test)? desktop-sync account acme another. A mistake? Change the settings back."
    )
    assert here(account) == (
        "Is it the same account at a new address? “It is the same account…”, at this problem. Another account (such as"
        " production, not test)? “It is another account…”, at this problem. A mistake? Change the settings back."
    )
    words = "Then say whether it arrived at “What was made…”, here or in the menu of the export on the overview."
    assert here(ARRIVED["hint"]) == f"Look there. {words}"


def test_advice_is_told_as_it_is_done_here_wherever_it_arrives() -> None:
    command = "Set it with: desktop-sync secret set acme/api_key"
    answer = {"hint": command, "what": command, "payload": {"hint": command}, "groups": [{"advice": command}]}
    assert told(answer, str) == {**answer, "hint": SECRET, "groups": [{"advice": SECRET}]}
    error = error_told(Rejected(command, command), str)
    assert (error.what, error.hint) == (command, SECRET)


def test_a_fingerprint_can_be_broken_where_it_is_shown() -> None:
    shown = breakable("It shows SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw (ssh-ed25519).")
    assert max(len(part) for part in shown.replace("\u200b", " ").split()) < 24
    assert shown.replace("\u200b", "") == "It shows SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw (ssh-ed25519)."


def test_a_message_to_be_copied_has_the_fingerprint_as_it_is(qapp: object) -> None:
    said = Telling().advice(told(group(HOST_KEY, can=["trust"]), str))
    assert "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw" in said
    assert said.endswith(TRUST)
    assert "desktop-sync" not in said

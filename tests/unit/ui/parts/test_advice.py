"""What the engine advises, as it is done on the desk, in whatever language it is told."""

from __future__ import annotations

import pytest

from desktop_sync.ui.parts.advice import breakable, here
from desktop_sync.ui.problems.telling import Telling
from tests.gallery.problem_rows import HOST_KEY, group

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
        ("Look. desktop-sync ledger move-here.", "Look. desktop-sync ledger move-here."),
    ],
)
def test_a_button_in_place_of_its_command(advice: str, told: str) -> None:
    assert here(advice) == told


def test_a_fingerprint_can_be_broken_where_it_is_shown() -> None:
    shown = breakable("It shows SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw (ssh-ed25519).")
    assert max(len(part) for part in shown.replace("\u200b", " ").split()) < 24
    assert shown.replace("\u200b", "") == "It shows SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw (ssh-ed25519)."


def test_a_message_to_be_copied_has_the_fingerprint_as_it_is(qapp: object) -> None:
    told = Telling().advice(group(HOST_KEY, can=["trust"]))
    assert "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDTw6NgVH7dVYe5kAw" in told
    assert told.endswith(TRUST)
    assert "desktop-sync" not in told

"""Secrets by reference, through the operating system's keyring; settings, logs and the ledger hold references only."""

from __future__ import annotations

from desktop_sync.credentials.asking import ask_password, ask_secret
from desktop_sync.credentials.backends import safe_backend
from desktop_sync.credentials.lent import Lent
from desktop_sync.credentials.refusals import RefusedSignIns
from desktop_sync.credentials.store import Credentials

__all__ = ["Credentials", "Lent", "RefusedSignIns", "ask_password", "ask_secret", "safe_backend"]

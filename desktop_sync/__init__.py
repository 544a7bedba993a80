"""Desktop Sync: brings orders and invoices from systems without webhooks to the Acme cloud."""

from __future__ import annotations

__version__ = "0.1.0"

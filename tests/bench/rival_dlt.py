"""The same job by dlt, as its documentation shows it: files → resource → destination function with many workers.

Run by ``delivering.py`` with the interpreter that has dlt; knows nothing of Desktop Sync. Prints orders a second.
``python rival_dlt.py FOLDER URL WORKERS BATCH``
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def configure(workers: int, batch: int, home: str) -> None:
    """Everything off that phones home or prints; as many load jobs at once as there are connections."""
    os.environ |= {
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "RUNTIME__LOG_LEVEL": "CRITICAL",
        "LOAD__WORKERS": str(workers),
        "NORMALIZE__WORKERS": "1",
        "EXTRACT__DATA_WRITER__FILE_MAX_ITEMS": str(100 * batch),
        "NORMALIZE__DATA_WRITER__FILE_MAX_ITEMS": str(100 * batch),
        "DLT_DATA_DIR": home,
    }


def orders(folder: Path) -> Iterator[dict[str, Any]]:
    """Each order of each file, as plain values."""
    import xmltodict  # type: ignore[import-untyped]

    for file in sorted(folder.glob("*.xml")):
        found: list[dict[str, Any]] = []

        def take(_: object, order: dict[str, Any], into: list[dict[str, Any]] = found) -> bool:
            into.append({"external_reference": order.get("Date", ""), "order": json.dumps(order)})
            return True

        with file.open("rb") as data:
            xmltodict.parse(data, item_depth=2, item_callback=take)
        yield from found


def main(folder: str, url: str, workers: str, batch: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        configure(int(workers), int(batch), home)
        import dlt  # type: ignore[import-not-found]
        import requests

        local = threading.local()

        @dlt.destination(batch_size=int(batch), name="acme", loader_parallelism_strategy="parallel")  # type: ignore[untyped-decorator]
        def acme(items: list[dict[str, Any]], table: object) -> None:
            del table
            session = local.__dict__.setdefault("session", requests.Session())
            session.trust_env = False
            if len(items) == 1:
                session.post(f"{url}/v1/orders", json=items[0], timeout=30).raise_for_status()
            else:
                entries = [{"key": str(number), "body": item} for number, item in enumerate(items)]
                session.post(f"{url}/v1/orders/batch", json={"requests": entries}, timeout=30).raise_for_status()

        source = dlt.resource(orders(Path(folder)), name="orders", max_table_nesting=0)
        pipeline = dlt.pipeline("bench", destination=acme, pipelines_dir=home)
        count = sum(path.read_bytes().count(b"<Order ") for path in Path(folder).glob("*.xml"))
        begun = time.perf_counter()
        pipeline.run(source)
        print(count / (time.perf_counter() - begun))


if __name__ == "__main__":
    main(*sys.argv[1:])

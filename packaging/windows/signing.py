"""Signs programs for Windows (Authenticode) by osslsigncode. The certificate comes from outside, and is not kept here.

What signs may also be called by NSIS, which makes the uninstaller while it runs. No password stands on a command line.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from dev_steps import quietly, step

_HINT = "See what osslsigncode says above; on Debian: sudo apt-get install osslsigncode"


@dataclass(frozen=True, slots=True)
class Signer:
    """``certificate``: a PKCS #12 file. ``password``: a file that holds it. ``timestamp``: a server (RFC 3161);
    without one a signature ends with its certificate.
    """

    certificate: Path
    password: Path
    timestamp: str = ""

    def command(self, file: str, signed: str, name: str) -> list[str]:
        """Signs ``file`` into ``signed``."""
        stamp = ["-ts", self.timestamp] if self.timestamp else []
        source = ["-pkcs12", str(self.certificate), "-readpass", str(self.password)]
        return ["osslsigncode", "sign", *source, "-h", "sha256", "-n", name, *stamp, "-in", file, "-out", signed]

    def line(self, name: str) -> str:
        """For NSIS: signs the file that it names ``%1``, in its place."""
        return f"{shlex.join(self.command('%1', '%1.signed', name))} && mv %1.signed %1"

    def sign(self, file: Path, name: str) -> None:
        """In its place. StepError when it cannot be signed."""
        signed = file.with_name(f"{file.name}.signed")
        signed.unlink(missing_ok=True)
        with step(f"The signature of {file.name}"):
            quietly(self.command(str(file), str(signed), name), _HINT)
        signed.replace(file)

"""What an answer of Acme means: the table "Definite or unknown" of delivery.md, one row a rule.

Pure. It must not know how an answer came (socket, batch or one by one), and nothing of lanes and deliveries.
When an answer can be read in two ways, it is unknown: an unknown is read and compared, a wrong guess is a duplicate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote

from desktop_sync.acme.profile import Profile
from desktop_sync.core.errors import Outdated, Owner, Rejected, RetryLater, SettingsError, Stop, SyncError
from desktop_sync.core.model import Answer, AnswerKind, RemoteRef, Request
from desktop_sync.core.value import value
from desktop_sync.web.problem import ProblemReport, read_json, read_problem
from desktop_sync.web.waiting import seconds

_ADDRESS_HINT = "Check the address in the connection's settings."
_MANY_REASONS = frozenset({400, 409, 422})


@value
class Told:
    """One answer to one request, wherever it stood. ``body`` is the parsed JSON, None when unreadable or empty."""

    status: int
    body: object = None
    etag: str = ""
    location: str = ""
    retry_after: str = ""
    server_time: float | None = None
    raw: str = ""


def classify(told: Told, request: Request, profile: Profile) -> Answer:
    """The one answer that ``told`` is to ``request``."""
    base = Answer(
        AnswerKind.UNKNOWN,
        told.status,
        retry_after=seconds(told.retry_after, told.server_time),
        server_time=told.server_time,
        raw=told.raw,
    )
    if 200 <= told.status < 300:  # noqa: PLR2004
        return _success(told, request, profile, base)
    report = read_problem(told.body)
    if told.status in profile.not_processed:
        return replace(base, kind=AnswerKind.NOT_PROCESSED, message=_said(report, told.status))
    return _rule(told.status)(told, request, profile, replace(base, message=_said(report, told.status)), report)


def from_error(error: SyncError) -> Answer:
    """The answer that a failed exchange is: the web's border tells what was sent and what was not."""
    if isinstance(error, RetryLater):
        return Answer(AnswerKind.NOT_SENT, message=str(error), owner=Owner.IT, retry_after=error.after)
    if isinstance(error, Stop | SettingsError):  # raised before anything is sent: no secret, no usable CA file
        return Answer(AnswerKind.SIGN_IN, message=str(error), owner=getattr(error, "owner", Owner.IT))
    if isinstance(error, Rejected):
        return Answer(AnswerKind.REJECTED, message=str(error), owner=error.owner)
    return Answer(AnswerKind.UNKNOWN, message=str(error), owner=Owner.IT)


def remote_ref(body: object, etag: str = "") -> RemoteRef | None:
    """Id and version of a document that Acme shows, or None when it shows no such thing."""
    if not isinstance(body, Mapping):
        return None
    remote_id, version = body.get("id"), body.get("version")
    if version is None:
        version = etag.removeprefix("W/").strip('"')
    if isinstance(remote_id, str) and remote_id and isinstance(version, str) and version:
        return RemoteRef(remote_id, version)
    return None


def _success(told: Told, request: Request, profile: Profile, base: Answer) -> Answer:
    remote = remote_ref(told.body, told.etag)
    if remote is None:
        return replace(base, message=f"Acme answered {told.status}, but the answer is empty or cannot be read.")
    if not _about(told.body, remote, request, profile):
        return replace(base, message=f"Acme answered {told.status}, but about another document ({remote.id}).")
    return Answer(
        AnswerKind.DONE, told.status, remote, retry_after=base.retry_after, server_time=told.server_time,
        raw=told.raw[:200],
    )  # fmt: skip


def _about(body: object, remote: RemoteRef, request: Request, profile: Profile) -> bool:
    """Whether the answer speaks of the document that was sent: the same id, or of a create the same reference."""
    if request.method != "POST":
        return request.path == one_path(profile, request.resource, remote.id)
    field = profile.resources[request.resource].key_field
    sent = read_json(request.body)
    told = body.get(field) if isinstance(body, Mapping) else None
    return told is None or not isinstance(sent, Mapping) or sent.get(field) == told


def one_path(profile: Profile, resource: str, remote_id: str) -> str:
    """The path of one document; whatever stands in its id, it stays one part of the path."""
    return profile.resources[resource].one.format(id=quote(remote_id, safe=""))


_Rule = Callable[[Told, Request, Profile, Answer, ProblemReport], Answer]


def _rule(status: int) -> _Rule:
    if status in _RULES:
        return _RULES[status]
    if 300 <= status < 400:  # noqa: PLR2004
        return _moved
    return _refused if 400 <= status < 500 else _unknown  # noqa: PLR2004


def _unknown(told: Told, request: Request, profile: Profile, base: Answer, report: ProblemReport) -> Answer:
    return base


def _refused(told: Told, request: Request, profile: Profile, base: Answer, report: ProblemReport) -> Answer:
    """400, 409, 422 and whatever else is the request's fault: a code says more than the status.

    Without a readable word it may be any of them, such as a reference that is only missing: it is asked again.
    """
    create = request.method == "POST"
    if told.body is None and told.status in _MANY_REASONS:
        return replace(base, of_document=True)
    if report.is_about(profile.key_in_use_codes):
        return replace(base, kind=AnswerKind.KEY_IN_USE)
    if report.is_about(profile.duplicate_codes) and create:
        return replace(base, kind=AnswerKind.DUPLICATE)
    if report.is_about(profile.missing_reference_codes):
        return replace(base, kind=AnswerKind.MISSING_REFERENCE, owner=Owner.CLERK)
    return replace(base, kind=AnswerKind.REJECTED, owner=Owner.VENDOR)


def _conflict(told: Told, request: Request, profile: Profile, base: Answer, report: ProblemReport) -> Answer:
    """409 without a code that we know may be "exists already" or "key in use": only a look can tell."""
    answer = _refused(told, request, profile, base, report)
    return replace(base, of_document=True) if answer.kind is AnswerKind.REJECTED and not report.code else answer


def _moved(told: Told, request: Request, profile: Profile, base: Answer, report: ProblemReport) -> Answer:
    """Never followed: a document must not be carried to a place that nobody named. It would meet them all: stop."""
    where = f" to {told.location[:200]}" if told.location else ""
    message = f"The address sends us elsewhere{where} ({told.status}). Nothing was sent there. {_ADDRESS_HINT}"
    return replace(base, kind=AnswerKind.MOVED, owner=Owner.IT, message=message)


def _sign_in(told: Told, request: Request, profile: Profile, base: Answer, report: ProblemReport) -> Answer:
    return replace(base, kind=AnswerKind.SIGN_IN, owner=Owner.IT)


def _forbidden(told: Told, request: Request, profile: Profile, base: Answer, report: ProblemReport) -> Answer:
    message = f"{base.message} The sign-in lacks the permission: let it be granted in Acme."
    return replace(base, kind=AnswerKind.REJECTED, owner=Owner.IT, message=message)


def _gone(told: Told, request: Request, profile: Profile, base: Answer, report: ProblemReport) -> Answer:
    if request.method == "POST":
        message = f"{base.message} {_ADDRESS_HINT}"
        return replace(base, kind=AnswerKind.REJECTED, owner=Owner.VENDOR, message=message)
    return replace(base, kind=AnswerKind.DELETED)


def _changed(told: Told, request: Request, profile: Profile, base: Answer, report: ProblemReport) -> Answer:
    if request.if_match is None:
        return replace(base, kind=AnswerKind.REJECTED, owner=Owner.VENDOR)
    return replace(base, kind=AnswerKind.CHANGED)


def _too_large(told: Told, request: Request, profile: Profile, base: Answer, report: ProblemReport) -> Answer:
    return replace(base, kind=AnswerKind.TOO_LARGE)


def _outdated(told: Told, request: Request, profile: Profile, base: Answer, report: ProblemReport) -> Answer:
    message = str(Outdated(base.message))
    return replace(base, kind=AnswerKind.OUTDATED, owner=Owner.IT, message=message)


_RULES: dict[int, _Rule] = {
    401: _sign_in,
    403: _forbidden,
    404: _gone,
    408: _unknown,
    409: _conflict,
    410: _gone,
    412: _changed,
    413: _too_large,
    426: _outdated,
    429: _unknown,
}


def _said(report: ProblemReport, status: int) -> str:
    words = str(report)
    return f"Acme answered {status}: {words}" if words else f"Acme answered {status}."

"""The connection test of a mail server, step by step, each with what to do about it. No mail is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

from desktop_sync.core.errors import RetryLater, SyncError
from desktop_sync.core.model import CheckStep, StepState
from desktop_sync.destinations.opening import Opening
from desktop_sync.destinations.signing_in import SignIn
from desktop_sync.destinations.smtp import Broken, Conversation, Place
from desktop_sync.web.connect import reach, resolve
from desktop_sync.web.probe import failed, not_reached

_NAMES = ("name", "reach", "TLS", "sign-in", "permission")


def check_steps(
    place: Place, opening: Opening, sign_in: SignIn | None, permitted: Callable[[Conversation], str]
) -> Iterator[CheckStep]:
    """What comes after a failure is ``not reached``."""
    done = 0
    with ExitStack() as stack:
        test = _Test(place, opening, sign_in, permitted, stack)
        for name, act in zip(_NAMES, (test.name, test.reach, test.tls, test.sign_in, test.permission), strict=True):
            step = _step(name, act)
            yield step
            done += 1
            if step.state is StepState.FAILED:
                break
    yield from not_reached(*_NAMES[done:])


def _step(name: str, act: Callable[[], CheckStep]) -> CheckStep:
    try:
        return act()
    except Broken as error:
        return failed(name, RetryLater(f"The mail server broke off: {error}."))
    except SyncError as error:
        return failed(name, error)


class _Test:
    def __init__(
        self,
        place: Place,
        opening: Opening,
        sign_in: SignIn | None,
        permitted: Callable[[Conversation], str],
        stack: ExitStack,
    ) -> None:
        self._place = place
        self._opening = opening
        self._sign_in = sign_in
        self._permitted = permitted
        self._stack = stack
        self._conversation: Conversation | None = None

    def name(self) -> CheckStep:
        found = resolve(self._place.host, self._place.port)
        addresses = sorted({str(address[0]) for _, address in found})
        return CheckStep("name", StepState.OK, f"{self._place.host} leads to {', '.join(addresses)}")

    def reach(self) -> CheckStep:
        reach(resolve(self._place.host, self._place.port), str(self._place), self._place.timeout).close()
        return CheckStep("reach", StepState.OK, f"{self._place} answers")

    def tls(self) -> CheckStep:
        words: list[str] = []
        self._conversation = self._stack.enter_context(self._opening.conversation(words.append))
        if words:
            return CheckStep("TLS", StepState.OK, words[0])
        return CheckStep(
            "TLS",
            StepState.WARNING,
            "not used: everybody on the way can read the mails",
            'Use security = "starttls" or "tls" if the server offers it.',
        )

    def sign_in(self) -> CheckStep:
        if self._sign_in is None:
            return CheckStep("sign-in", StepState.OK, "no sign-in is used")
        return CheckStep(
            "sign-in", StepState.OK, f"signed in as {self._sign_in.username} ({self._sign_in.sign_in(self._open)})"
        )

    def permission(self) -> CheckStep:
        words = self._permitted(self._open)
        self._open.part()
        return CheckStep("permission", StepState.OK, words)

    @property
    def _open(self) -> Conversation:
        assert self._conversation is not None  # noqa: S101 - the order of the steps
        return self._conversation

"""What can go wrong between this machine and a publisher, and what a person does about it."""

from __future__ import annotations

from typing import Literal, get_args

from data_sources._keys import redact

Kind = Literal[
    "network",
    "certificate",
    "busy",
    "server",
    "refused",
    "key",
    "redirect",
    "html",
    "error",
    "type",
    "cut",
    "large",
    "slow",
    "encoding",
    "syntax",
    "disk",
    "time",
    "paging",
    "schema",
    "empty",
    "future",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

_LATER = "run the refresh again later; the last good copy stays in use"
_LOOK = "open the address in a browser and compare it with the dataset's page; the publisher may "
NEXT: dict[Kind, str] = {
    "network": "check this machine's connection, name service and proxy, then refresh again",
    "certificate": "check this machine's clock; if it is right, wait for the publisher to renew "
    "its certificate. Never switch the check off",
    "busy": _LATER,
    "server": _LATER,
    "refused": _LOOK + "have moved or withdrawn it",
    "key": "check the key of this publisher, or get one from the address named in docs",
    "redirect": _LOOK + "have moved it, or ask for a key",
    "html": _LOOK + "be closed for maintenance, have moved it, or ask for a key",
    "error": _LOOK + "have renamed a field or changed its rules",
    "type": _LOOK + "have changed the form of the file",
    "cut": _LATER,
    "large": "look at the file by hand; if it is right, raise the limit where the dataset asks",
    "slow": _LATER,
    "encoding": _LOOK + "have changed the encoding of the file",
    "syntax": _LATER,
    "disk": "free space (or give EZC_LIVE a larger disk) and run the refresh again",
    "time": _LATER,
    "paging": _LATER + "; the publisher was probably changing the table at that moment",
    "schema": "compare the columns with the publisher's notes and change the dataset's module",
    "empty": _LOOK + "have emptied it while it is being replaced",
    "future": "compare this machine's clock with the publisher's, then look at the rows by hand",
}


class WebError(Exception):
    """A publisher could not be asked, or its answer cannot be trusted. Nothing of it is kept.

    The message names the host, the dataset, the address without keys, what happened and the
    next step.
    """

    def __init__(
        self,
        kind: Kind,
        host: str,
        url: str,
        problem: str,
        next_step: str = "",
        *,
        dataset: str = "",
        again: bool = False,
        wait: float | None = None,
    ) -> None:
        self.kind = kind
        self.host, self.dataset = host, dataset
        self.url, self.problem = redact(url), redact(problem)
        self.next_step = next_step or NEXT[kind]
        self.again = again
        """Whether the same request may go well a little later."""
        self.wait = wait
        """Seconds that the publisher asked us to wait."""
        self.tries = 1
        super().__init__(kind, host, self.url, self.problem)

    def __str__(self) -> str:
        who = f"{self.host}, {self.dataset}" if self.dataset else self.host
        tries = f" ({self.tries} tries)" if self.tries > 1 else ""
        return f"{who}: {self.problem}{tries}. Address: {self.url}. Next: {self.next_step}."

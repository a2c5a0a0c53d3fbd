"""What the clients of both registers share: the way to the register, opened or lent, and the log of what was asked."""

from collections.abc import Callable
from datetime import datetime
from typing import Self

from matching.gateway.http import HttpRegister
from matching.gateway.inquiry import Inquiry, Ledger, Purpose
from matching.gateway.soap import SoapWire
from matching.gateway.wire import JsonWire, Wire

_WIRES: dict[str, Callable[[], Wire]] = {"population": SoapWire, "telco": JsonWire}


class RegisterClient:
    """One for each dossier. Closes the way to the register only where it opened it itself, from an address."""

    def __init__(
        self,
        name: str,
        register: HttpRegister | str,
        purpose: Purpose,
        budget: int,
        *,
        production: bool,
        digest_key: bytes,
        now: Callable[[], datetime] | None,
    ) -> None:
        """`register`: the shared way to it, or its address; `production` counts with an address only.

        By address the population register is called under the mock's account. `budget`: questions that this object may
        ask in all.
        """
        self._opened = isinstance(register, str)
        http = register if isinstance(register, HttpRegister) else _opened(name, register, production)
        self._ledger = Ledger(name, http, purpose, budget, digest_key)
        if now is not None:
            self._ledger.now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections, where this object opened them."""
        if self._opened:
            self._ledger.http.close()

    @property
    def inquiries(self) -> tuple[Inquiry, ...]:
        """Every question that was sent, also those that failed, in order."""
        return tuple(self._ledger.inquiries)


def _opened(name: str, url: str, production: bool) -> HttpRegister:
    return HttpRegister(name, url, wire=_WIRES[name](), production=production)

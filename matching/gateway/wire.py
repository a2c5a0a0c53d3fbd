"""How one register is spoken to: what its questions look like on the wire, and how its answers are read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Sent:
    """A question as it goes out."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What came back, when it came from the register itself."""

    content: Mapping[str, Any]
    mock: bool  # it says of itself that it comes from a mocked register
    refusal: str = ""  # the register's error code, where it refuses the question


class Wire(Protocol):
    """The manner of one register. Holds no state of a question, so that threads may share it."""

    def sent(self, url: str, service: str, question: Mapping[str, object]) -> Sent:
        """The question for a service at `url`, made anew for every try."""
        ...

    def told(self, service: str, question: Mapping[str, object], raw: bytes) -> Told:
        """The answer to that question. Raises ValueError when it is none, or one about something else."""
        ...


class JsonWire:
    """JSON both ways, as the operators' gateway speaks: one object, an error under MaLoi."""

    def sent(self, url: str, service: str, question: Mapping[str, object]) -> Sent:
        body = json.dumps(question, ensure_ascii=False).encode()
        return Sent(body, {"Content-Type": "application/json", "Accept": "application/json"})

    def told(self, service: str, question: Mapping[str, object], raw: bytes) -> Told:
        try:
            content = json.loads(raw)
        except RecursionError:  # nested without end
            raise ValueError("no JSON") from None
        if not isinstance(content, dict):
            raise ValueError("no JSON object")
        refusal = str(content["MaLoi"] or "?") if "MaLoi" in content else ""
        return Told(content, content.get("source") == "mock", refusal)

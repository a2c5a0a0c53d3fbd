"""Untrusted bytes opened in a process of their own that gets no more than its share of memory and time.

What a library does with a hostile file (loops for ever, asks for all memory, dies) then costs one answer, not the
intake. The limits are the kernel's, set by `setrlimit`; where there are none of that kind, the parent's clock is left.
"""

import atexit
import contextlib
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from errors import NotSetUp, ScanRefused
from ocr.files.opening import ScanFacts, inspect
from ocr.files.refusal import Refusal
from ocr.memory import give_back

try:
    import resource
except ImportError:  # not on this system
    resource = None  # type: ignore[assignment]

INSPECT_MEMORY = 1024**3  # bytes beside twice the file's own
INSPECT_SECONDS = 30.0  # a PDF of 3,000 pages takes two
READ_MEMORY = 4 * 1024**3  # bytes: an A3 page at 600 dpi in colour is 200 MB, and several copies of it live at once
WRITTEN = 1024**3  # bytes of any one file that a confined process or its children write
START_SECONDS = 120.0  # for a process to load its libraries on a busy machine


def confine(memory: int) -> None:
    """Limit this process, and what it starts, to `memory` bytes of its own data and to files of WRITTEN bytes.

    RLIMIT_DATA, not RLIMIT_AS: the networks' runtime maps far more addresses than it uses memory.
    """
    if resource is None:
        return
    for kind, limit in ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_FSIZE, WRITTEN), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):  # a stricter limit from outside stands
            most = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))


def allow_cpu(seconds: float) -> None:
    """From now on this process may compute for so long; then the kernel ends it (SIGXCPU)."""
    if resource is None:
        return
    used = sum(os.times()[:2])
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 1, resource.getrlimit(resource.RLIMIT_CPU)[1]))


@contextmanager
def main_hidden() -> Iterator[None]:
    """A spawned process runs the program's own file again unless it is not told of it; within a task of Airflow that
    file is `airflow` itself, which refuses to be loaded there."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


Question = Callable[..., Any]
"""Takes the bytes of a scan and what is given beside them; importable by name."""


@dataclass(frozen=True, slots=True)
class _Refused:
    reason: Refusal
    detail: str


@dataclass(slots=True)
class _Child:
    process: BaseProcess
    pipe: "Connection[Any, Any]"
    owner: int  # process that may talk to it: a fork of that one may not
    content: bytes = b""  # that it holds: sent once for all questions in a row
    facts: ScanFacts | None = None  # what its inspection said of `content`
    loaded: set[Question] = field(default_factory=set)

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


_lock = threading.Lock()
_children: list[_Child] = []  # none or one: started at the first question, replaced when it hangs or dies


def inspect_confined(content: bytes, seconds: float = INSPECT_SECONDS) -> ScanFacts:
    """What `ocr.files.opening.inspect` says, asked of a confined process; asked again of the same bytes, remembered.

    Raises as `confined` does, and ScanRefused as `inspect` does.
    """
    for child in tuple(_children):
        if child.owner == os.getpid() and child.facts and child.content == content:
            return child.facts
    facts: ScanFacts = confined(inspect, content, seconds=seconds, memory=INSPECT_MEMORY)
    for child in tuple(_children):
        if child.content == content:
            child.facts = facts
    return facts


def confined(question: Question, content: bytes, *beside: Any, seconds: float, memory: int) -> Any:
    """`question(content, *beside)`, asked of a process with `memory` bytes beside twice the content's own.

    Raises ScanRefused: as the question does; TOO_SLOW after `seconds`, BOMB for one that wants more memory than that,
    TRUNCATED when the process dies of it. Raises NotSetUp when no process can be started or a program is missing.
    """
    if not content:  # nothing to be afraid of
        raise ScanRefused(Refusal.EMPTY)
    with _lock:
        child = _living_child()
        try:
            answer = _asked(child, (question, beside, seconds, memory), content)
        except BaseException:
            _dismiss(child)
            raise
    if isinstance(answer, _Refused):
        raise ScanRefused(answer.reason, answer.detail)
    if isinstance(answer, NotSetUp):
        raise answer
    return answer


def _asked(child: _Child, asked: tuple[Question, tuple[Any, ...], float, int], content: bytes) -> Any:
    question, _, seconds, _ = asked
    try:
        held = child.content == content
        child.pipe.send((*asked, None if held else len(content)))
        if question not in child.loaded:  # the time for loading libraries is not the file's
            if not child.pipe.poll(START_SECONDS) or not child.pipe.recv():
                raise NotSetUp("the libraries that look into files could not be loaded")
            child.loaded.add(question)
        if not held:
            child.content, child.facts = content, None
            child.pipe.send_bytes(content)
        if not child.pipe.poll(seconds):
            raise ScanRefused(Refusal.TOO_SLOW, f"no answer within {seconds:.0f} s")
        return child.pipe.recv()
    except (OSError, EOFError):
        child.process.join(timeout=5)
        out_of_time = child.process.exitcode == -_signal_number("SIGXCPU")
        raise ScanRefused(Refusal.TOO_SLOW if out_of_time else Refusal.TRUNCATED, "the process died of it") from None


def _signal_number(name: str) -> int:
    import signal

    return int(getattr(signal, name, 0))


def _living_child() -> _Child:
    for child in tuple(_children):
        if child.owner == os.getpid() and child.process.is_alive():
            return child
        _children.remove(child)
        if child.owner == os.getpid():
            child.end()
    child = _start()
    _children.append(child)
    return child


def _dismiss(child: _Child) -> None:
    if child in _children:
        _children.remove(child)
    child.end()


def _start() -> _Child:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_answer_questions, args=(theirs,), daemon=True)
    with main_hidden():
        process.start()
    theirs.close()
    child = _Child(process, ours, os.getpid())
    try:
        if ours.poll(START_SECONDS) and ours.recv():
            return child
    except (OSError, EOFError):
        pass
    child.end()
    raise NotSetUp("a process that inspects files could not start: `hoso doctor` says what is missing")


def _answer_questions(pipe: "Connection[Any, Any]") -> None:
    """What the confined process does until its pipe is closed."""
    pipe.send(True)
    loaded: set[Question] = set()
    content = b""
    while True:
        try:
            question, beside, seconds, memory, length = pipe.recv()
            if question not in loaded:
                loaded.add(question)
                pipe.send(True)
            if length is not None:
                content = b""
            give_back()  # what the last answer left in pieces would count against this one
            confine(memory + 2 * (len(content) if length is None else length))
            allow_cpu(seconds)
            if length is not None:
                content = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        pipe.send(_answer(question, content, *beside))


def _answer(question: Question, content: bytes, *beside: Any) -> Any:
    try:
        return question(content, *beside)
    except ScanRefused as refused:
        return _Refused(refused.reason if isinstance(refused.reason, Refusal) else Refusal.TRUNCATED, str(refused))
    except NotSetUp as missing:
        return missing
    except MemoryError:
        return _Refused(Refusal.BOMB, "more memory than any scan needs")
    except Exception as error:  # this process is the edge: whatever a library makes of hostile bytes ends here
        return _Refused(Refusal.TRUNCATED, type(error).__name__)


@atexit.register
def _end_children() -> None:
    for child in tuple(_children):
        if child.owner == os.getpid():
            _dismiss(child)

"""The population register as a one-stop system reaches it: by the gateway, question by question, all or nothing."""

from collections.abc import Callable, Iterator
from datetime import datetime

from extractors.reading import PartialDate
from matching.comparing.numbers import LENGTH
from matching.gateway.answers import persons, verdict
from matching.gateway.client import RegisterClient
from matching.gateway.http import HttpRegister
from matching.gateway.inquiry import AnswerCache, Purpose, Supposition
from matching.gateway.questions import Question, questions
from matching.people import Claim, Person
from matching.registers import Candidate, Why

SEARCH, VERIFY = "TraCuuThongTinCongDan", "XacThucThongTinCongDan"
_EXCHANGE = {SEARCH: "037", VERIFY: "003"}  # MaTichHop


class PopulationGateway(RegisterClient):
    """`matching.registers.PopulationRegister` over the gateway. One for each dossier; it remembers its answers.

    A miss says little here: the register cannot be searched by name, and one misread letter of it makes every question
    miss. So "no candidate" from this way means "not found by these questions", which a person may have to settle.
    """

    searches_by_name = False

    def __init__(
        self,
        register: HttpRegister | str,
        purpose: Purpose,
        budget: int = 4,
        *,
        dossier_budget: int | None = None,
        order: Callable[[Claim], Iterator[Question]] = questions,
        production: bool = False,
        digest_key: bytes = b"",
        cache: AnswerCache | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """`register`: the shared way to it, or its address; `production` counts with an address only.

        `budget`: questions for one claim; `dossier_budget`: of this object in all, the same when not given: what the
        claim does not need may be asked about the subscriber of its phone. `order`: which questions, in which order.
        """
        self._budget, self._order = budget, order
        total = budget if dossier_budget is None else dossier_budget
        super().__init__("population", register, purpose, total, production=production, digest_key=digest_key, now=now)
        self._ledger.cache = cache
        self._met: dict[str, dict[str, Person]] = {}  # number, old or new -> holders by PIN

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        """Those found by the first question that finds anybody, in order of their number.

        () when none within the budget does, or when name, birth date or number lack, so that nothing can be asked.

        Raises RegisterUnavailable, RegisterRefused, NotSetUp; QueryBudgetSpent when not even one question is left.
        """
        sent = 0
        for question in self._order(claim):
            known = self._ledger.knows(SEARCH, _body(question, SEARCH))
            if not known and sent and (sent >= self._budget or self._ledger.left <= 0):
                break
            sent += not known
            found = self._ask(question)
            if found:
                return tuple(Candidate(person, (question.why,)) for person in found)
        return ()

    def person(self, id_number: str) -> Person | None:
        """A person whom this object has met, by PIN or old number; None also when two hold that old number.

        The gateway cannot be asked for a number alone.
        """
        holders = self._met.get(id_number, {})
        return next(iter(holders.values())) if len(holders) == 1 else None

    def named(self, id_number: str, full_name: str, birth_date: PartialDate) -> Person | None:
        """A person whom another record names with number, name and birth date or year: a parent, a subscriber.

        One question. None when there is none, or two. Raises as `candidates`, QueryBudgetSpent included.
        """
        if not (id_number.isdecimal() and len(id_number) in (9, LENGTH) and full_name.strip()):
            return None
        asked = birth_date if birth_date.day else PartialDate(birth_date.year)
        why = Why.NUMBER if len(id_number) == LENGTH else Why.OLD_NUMBER
        found = self._ask(Question(id_number, full_name, asked, Supposition.NAMED_PERSON, why))
        return found[0] if len(found) == 1 else None

    def exists(self, id_number: str, full_name: str, birth_date: PartialDate) -> bool:
        """Yes or no, by the service that gives no data: enough where only the identity has to be confirmed."""
        why = Why.NUMBER if len(id_number) == LENGTH else Why.OLD_NUMBER
        question = Question(id_number, full_name, birth_date, Supposition.AS_READ, why)
        return self._ledger.ask(VERIFY, _body(question, VERIFY), question.supposition, verdict)

    def _ask(self, question: Question) -> tuple[Person, ...]:
        found = self._ledger.ask(SEARCH, _body(question, SEARCH), question.supposition, persons)
        for person in found:
            for number in (person.id_number, *person.old_numbers):
                self._met.setdefault(number, {})[person.id_number] = person
        return found


def _body(question: Question, service: str) -> dict[str, object]:
    """The question in the register's words; the name in capitals as the registers themselves write names."""
    born = question.birth_date
    day = (
        {"NgayThangNam": f"{born.year:04d}{born.month:02d}{born.day:02d}"} if born.day else {"Nam": f"{born.year:04d}"}
    )
    return {
        "MaTichHop": _EXCHANGE[service],
        "SoDinhDanh" if len(question.number) == LENGTH else "SoCMND": question.number,
        "HoVaTen": " ".join(question.full_name.upper().split()),
        "NgayThangNamSinh": day,
    }

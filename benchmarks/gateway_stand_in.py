"""A population register inside the process that answers as the gateway does: all or nothing, and never why.

It stands in for the way to the register (`matching.gateway.http.HttpRegister`) at its one seam, `ask`, so that what is
asked can be counted over a hundred thousand claims without a server and whatever the wire's form.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractors.folded import plain
from matching.gateway.http import Answer, HttpRegister
from matching.gateway.population import VERIFY
from matching.index.extract_files import POPULATION_COLUMNS, person_of, read_table
from matching.people import Person

Key = tuple[str, str]  # number, name without case, marks and spaces


class StandIn(HttpRegister):
    """Answers from a population extract. `asked` counts the questions by service."""

    def __init__(self, population: Path, *, year_finds_full_date: bool = True) -> None:
        """`year_finds_full_date`: whether a year alone finds a person of whom the full date is held."""
        table = read_table(population, POPULATION_COLUMNS)
        self._columns = {name: table[name] for name in POPULATION_COLUMNS}
        self._rows: dict[Key, list[int]] = defaultdict(list)
        numbers, old, names = (table[name].to_pylist() for name in ("cccd", "cmnd", "full_name"))
        for row, (number, cmnd, name) in enumerate(zip(numbers, old, names, strict=True)):
            for held in filter(None, (number, cmnd)):
                self._rows[held, name_key(name)].append(row)
        self._year_finds = year_finds_full_date
        self.asked: dict[str, int] = defaultdict(int)
        self.ids: dict[str, str] = {}  # PIN -> the extract's own key, of those who were found

    def __len__(self) -> int:
        return len(self._columns["cccd"])

    def close(self) -> None:
        """Nothing to give back."""

    def ask(
        self, service: str, question: Mapping[str, Any], understood: Callable[[Mapping[str, Any]], Any]
    ) -> Answer[Any]:
        """The answer as it is understood: persons, or a yes or no."""
        self.asked[service] += 1
        number = question.get("SoDinhDanh") or question.get("SoCMND") or ""
        rows = self._rows.get((str(number), name_key(str(question["HoVaTen"]))), ())
        born = question["NgayThangNamSinh"]
        found = [row for row in rows if self._born(row, born)]
        persons = tuple(sorted((self._person(row) for row in found), key=lambda person: person.person_id))
        content = bool(persons) if service == VERIFY else persons
        return Answer(repr([one.person_id for one in persons]).encode(), content, True)

    def _born(self, row: int, asked: Mapping[str, str]) -> bool:
        held = self._columns["dob"][row].as_py().replace("-", "")
        if asked.get("NgayThangNam"):
            return bool(held == asked["NgayThangNam"])
        return bool(held[:4] == asked["Nam"]) and (len(held) == 4 or self._year_finds)

    def _person(self, row: int) -> Person:
        """What the gateway shares: no key of its own, no former name, no day of issue; the name in capitals."""
        held = person_of({name: column[row].as_py() for name, column in self._columns.items()})
        self.ids[held.id_number] = held.person_id
        return replace(
            held, person_id=held.id_number, full_name=held.full_name.upper(), other_name="", id_issued_on=None
        )


def name_key(name: str) -> str:
    """As the register compares: no case, marks, spaces or punctuation."""
    return "".join(letter for letter in plain(name.casefold()) if letter.isalnum())

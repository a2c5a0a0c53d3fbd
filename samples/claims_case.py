"""One claim in the making: what the paper means to say, what it says, and what is the truth about it."""

from dataclasses import dataclass, field

from samples.claims_register import Entry, Line

OWN = ("self", "old_number", "slip", "old_name")  # how the operators may have one's own line


@dataclass(slots=True)
class Case:
    """`person` is whom the claim is truly about, None when nobody registered may be matched.

    Written values are plain here (name in mixed case, day as YYYY-MM-DD or YYYY); the writing comes last.
    """

    kind: str
    person: Entry | None
    name: str
    number: str
    day: str
    gender: str
    address: tuple[str, str]  # today's form and that of before 2025-07-01
    father_name: str = ""
    mother_name: str = ""
    issued_on: str = ""
    line: Line | None = None  # the number that is meant
    phone: str = ""  # as read, before it is written out
    phone_label: str = "phone_missing"
    phone_status: str = "n/a"
    labels: list[str] = field(default_factory=list)
    corrections: dict[str, str] = field(default_factory=dict)
    decision: str = "auto_verify"
    auto: str = "ok"

    @property
    def own_line(self) -> bool:
        """The number as meant is registered to the person."""
        return self.line is not None and self.phone_status in ("owner", "owner_stale", "misread")

    def correct(self, what: str, value: str) -> None:
        """The written value is wrong and the register's is this."""
        self.corrections[what] = value

    def review(self, auto: str) -> "Case":
        """Leave it to a person: `auto` is "tolerated" or "forbidden"."""
        self.decision, self.auto = "review", auto
        return self


def case_of(kind: str, one: Entry) -> Case:
    """A claim about this person in which all is right."""
    return Case(
        kind=kind,
        person=one,
        name=one.full_name,
        number=one.cccd,
        day=one.dob,
        gender=one.gender,
        address=(one.address, one.address_old),
        father_name=one.father_name,
        mother_name=one.mother_name,
        issued_on=one.cccd_issued_on,
        labels=[kind],
    )

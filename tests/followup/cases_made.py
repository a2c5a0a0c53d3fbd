"""Dossiers as follow-up sees them: invented people, no warehouse."""

from datetime import UTC, date, datetime

from extractors.reading import PartialDate
from followup.cases import Case
from matching.people import Claim, Person, Sex
from matching.reasons import Reason
from matching.registers import Candidate, Why
from matching.resolution import Outcome, PhoneFinding, PhoneStatus, Resolution
from storage.dossiers import Dossier
from storage.manifest import Manifest
from storage.states import DossierState, Owner

TODAY = date(2026, 11, 23)  # a Monday
NAME = "Đặng Thị Hồng Thử"
ADDRESS = "Thôn Bắc, xã Hoằng Giang, tỉnh Thanh Hóa"
PERSON = Person(
    person_id="099187000123",
    id_number="099187000123",
    old_numbers=("099112233",),
    full_name=NAME.upper(),
    birth_date=PartialDate(1987, None, None),
    sex=Sex.FEMALE,
    address="Thôn Nam, xã Hoằng Giang, tỉnh Thanh Hóa",
    spouse_id="099085000456",
)


def resolution(
    *reasons: Reason, outcome: Outcome = Outcome.LINKED, phone: tuple[Reason, ...] = (), weight: float = 21.5
) -> Resolution:
    finding = PhoneFinding(PhoneStatus.OWNER, "0912345678", phone)
    named = outcome is not Outcome.UNLINKED
    return Resolution(
        dossier_id="d1",
        outcome=outcome,
        person_id=PERSON.person_id if named else None,
        comparisons=(),
        corrections=(),
        reasons=reasons,
        phone=finding,
        weight=weight,
        candidates=(Candidate(PERSON, (Why.NUMBER,)),) if named else (),
        version="v",
    )


def case(
    found: Resolution | None,
    state: DossierState | None = None,
    *,
    name: str = NAME,
    address: str = ADDRESS,
    code: str = "H56.12-261105-0007",
    received: date = date(2026, 11, 5),
) -> Case:
    linked = found is not None and found.outcome is Outcome.LINKED
    dossier = Dossier(
        id=f"id of {code}",
        label=NAME,
        manifest=Manifest(code, "1.004194"),
        state=state or (DossierState.LOADED if linked else DossierState.IN_REVIEW),
        reason="",
        owner=None if linked else Owner.REVIEWER,
        deadline=None if linked else date(2026, 11, 9),
        received_at=datetime(received.year, received.month, received.day, 8, tzinfo=UTC),
        manifest_object=None,
    )
    claim = Claim("d1", name, "099187000123", birth_date=PartialDate(1987, 3, 12), phone="0912345678", address=address)
    return Case(dossier, claim, found)

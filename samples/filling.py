"""What the people of a dossier write on its papers, with the planted trouble in its place."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from samples.casting import Role, old_phone, wrong_digit
from samples.names import FEMALE, MALE, full_name, surname
from samples.papers.birth import Child, Parent
from samples.papers.cccd import Cccd, expiry
from samples.papers.codes import plain
from samples.papers.ct01 import Ct01, Member
from samples.papers.giay_khai_sinh import Certificate, Copied
from samples.papers.tk_khai_sinh import Application
from samples.plans import Plan
from samples.truth import Trouble
from samples.world import Individual, World

TWO_LEVELS = date(2025, 7, 1)  # since this day an address names commune and province only
_ISSUER = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"


@dataclass(frozen=True, slots=True)
class Declared:
    """What the applicant says of himself, on the form and to the officer who types the manifest."""

    full_name: str
    id_number: str
    birth_date: date
    phone: str
    corrections: tuple[tuple[str, str], ...]  # (field of Claim, right value) of what is wrong in it


def declared(one: Individual, plan: Plan, world: World, dice: Random) -> Declared:
    """The applicant's own words, with the trouble of the plan."""
    number, born = one.cccd, one.dob
    phone = world.phone(one)
    right: list[tuple[str, str]] = []
    if Trouble.NOT_REGISTERED in plan.troubles:
        phone = _unheard_of(world, dice)
    if Trouble.OLD_CMND in plan.troubles:
        number = one.cmnd
    if Trouble.WRONG_DIGIT_CARD_RIGHT in plan.troubles or Trouble.WRONG_DIGIT_NO_CARD in plan.troubles:
        number = wrong_digit(one.cccd, world, dice)
    if number != one.cccd:
        right.append(("id_number", one.cccd))
    if Trouble.SWAPPED_DATE in plan.troubles:
        born = date(one.dob.year, one.dob.day, one.dob.month)
        right.append(("birth_date", one.dob.isoformat()))
    if Trouble.OLD_PHONE in plan.troubles:
        right.append(("phone", phone))
        phone = old_phone(phone)
    return Declared(one.full_name, number, born, phone, tuple(right))


def _unheard_of(world: World, dice: Random) -> str:
    """A possible mobile number that no operator of this world has given out."""
    while True:
        phone = f"09{dice.choice('01346789')}{dice.randrange(10**7):07d}"
        if world.subscription(phone) is None:
            return phone


def residence_form(role: Role, said: Declared, world: World, day: date, dice: Random) -> Ct01:
    """CT01, signed on `day`: a move within or into the commune where the register has the applicant."""
    one, spouse = role.applicant, role.spouse
    head, relation = one, "Chủ hộ"
    head_id = said.id_number
    if spouse and (spouse.gender == MALE or dice.random() < 0.3):
        head, relation, head_id = spouse, "Vợ" if one.gender == FEMALE else "Chồng", spouse.cccd
    commune = _parts(address(one, day))[-2 if day >= TWO_LEVELS else -3]
    along = (role.child,) if role.child else _children(one, world) if dice.random() < 0.5 else ()
    return Ct01(
        addressed_to=f"Công an {commune}",
        full_name=said.full_name,
        birth_date=said.birth_date,
        sex=one.gender,
        id_number=said.id_number,
        phone=said.phone,
        email=_email(one, dice),
        head=head.full_name,
        relation=relation,
        head_id=head_id,
        request=_request(role, day, dice),
        members=tuple(Member(child.full_name, child.dob, child.gender, child.cccd, "Con") for child in along),
        place=_bare(commune),
        signed_on=day,
    )


def _children(one: Individual, world: World) -> tuple[Individual, ...]:
    """Up to three children under age in the applicant's own household."""
    if world.person(one.cccd) is None:
        return ()
    own = (other for other in world.household(one) if one.cccd in (other.father_cccd, other.mother_cccd))
    return tuple(child for child in own if child.dob.year > 2008)[:3]


def _request(role: Role, day: date, dice: Random) -> str:
    where = address(role.applicant, day)
    where = where[0].lower() + where[1:]
    if role.child:
        return f"Đăng ký thường trú cho con vào cùng hộ tại {where}"
    asked = (
        "Đăng ký tạm trú tại",
        "Gia hạn tạm trú tại",
        "Đăng ký thường trú tại",
        "Tách hộ tại cùng một chỗ ở hợp pháp:",
    )
    return f"{dice.choice(asked)} {where}"


def card(one: Individual) -> Cccd:
    """The card that the person holds; its old address as the card's day had it."""
    issued = one.cccd_issued_on
    if issued is None:
        raise ValueError("no card was issued to this person")
    return Cccd(
        number=one.cccd,
        old_number=one.cmnd,
        full_name=one.full_name,
        birth_date=one.dob,
        sex=one.gender,
        origin=", ".join(_bare(part) for part in _parts(one.address_old)[-3:]),
        residence=address(one, issued),
        expires_on=expiry(one.dob, issued),
        issued_on=issued,
    )


def _parents(role: Role, day: date) -> tuple[Parent, Parent]:
    """(mother, father)."""
    one, other = role.applicant, role.spouse
    if other is None:
        raise ValueError("a birth is declared for two parents")
    mother, father = (one, other) if one.gender == FEMALE else (other, one)
    return (
        Parent(mother.full_name, mother.dob.year, address(mother, day)),
        Parent(father.full_name, father.dob.year, address(father, day)),
    )


def _child(role: Role, day: date) -> Child:
    child = role.child
    if child is None:
        raise ValueError("no child in this role")
    *_, commune, district, province = _parts(child.address_old)
    origin = f"{commune[0].upper()}{commune[1:]}, {district}, {province}"
    born_at = (
        f"Trung tâm Y tế {district}, {province}"
        if int(child.cccd[-1]) % 2
        else f"Trạm Y tế {commune}, {district}, {province}"
    )
    return Child(child.full_name, child.dob, child.gender, born_at, origin)


def registration_day(role: Role) -> date:
    """A birth is registered two to eight weeks later (within 60 days: Luật Hộ tịch 2014, Điều 15)."""
    if role.child is None:
        raise ValueError("no child in this role")
    return role.child.dob + timedelta(days=14 + int(role.child.cccd[-2:]) % 40)


def birth_form(role: Role, said: Declared) -> Application:
    """Tờ khai đăng ký khai sinh, signed by a parent on the day of registration."""
    one, day = role.applicant, registration_day(role)
    mother, father = _parents(role, day)
    commune = _parts(address(one, day))[-2 if day >= TWO_LEVELS else -3]
    return Application(
        addressed_to=f"Ủy ban nhân dân {commune}",
        applicant=said.full_name,
        applicant_residence=address(one, day),
        paper_number=said.id_number,
        paper_issuer=_ISSUER,
        paper_issued_on=one.cccd_issued_on or day,
        relation="Mẹ đẻ" if one.gender == FEMALE else "Cha đẻ",
        child=_child(role, day),
        mother=mother,
        father=father,
        place=_bare(commune),
        signed_on=day,
    )


def certificate(role: Role, dice: Random, handed_in: date | None = None) -> Certificate:
    """Giấy khai sinh of the child: the original, or a copy made in the months before it is handed in."""
    day = registration_day(role)
    mother, father = _parents(role, day)
    parts = _parts(address(role.applicant, day))[-2 if day >= TWO_LEVELS else -3 :]
    copied = None
    if handed_in:
        made = max(day + timedelta(days=1), handed_in - timedelta(days=dice.randint(4, 200)))
        copied = Copied(f"{dice.randint(3, 890)}/GKS-BS", made, _official(dice))
    return Certificate(
        number=f"{dice.randint(3, 420)}/{day.year}",
        child=_child(role, day),
        child_number=role.child.cccd if role.child else "",
        mother=mother,
        father=father,
        office=f"Ủy ban nhân dân {', '.join(parts)}",
        registered_on=day,
        signer=_official(dice),
        signer_office=dice.choice(("CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        copied=copied,
    )


def address(one: Individual, day: date) -> str:
    """The address as papers of that day write it: two levels since 2025-07-01, three before."""
    return one.address if day >= TWO_LEVELS else one.address_old


def _parts(text: str) -> list[str]:
    return text.split(", ")


def _bare(unit: str) -> str:
    """Bình Giang for xã Bình Giang; a numbered ward keeps its word."""
    for kind in ("xã ", "phường ", "thị trấn ", "đặc khu ", "huyện ", "quận ", "thị xã ", "thành phố ", "tỉnh "):
        rest = unit.removeprefix(kind)
        if rest != unit:
            return unit if rest.isdigit() else rest
    return unit


def _email(one: Individual, dice: Random) -> str:
    """An address of a domain that belongs to nobody (RFC 2606), or none, as most people leave it."""
    if dice.random() < 0.45:
        return ""
    words = plain(one.full_name).lower().split()
    initials = "".join(word[0] for word in words[:-1])
    return f"{words[-1]}{initials}{one.dob.year % 100:02d}@example.{dice.choice(('com', 'org'))}"


def _official(dice: Random) -> str:
    sex = dice.choice((MALE, FEMALE))
    return full_name(dice, surname(dice), sex, dice.randint(1966, 1988))

"""Telephones of invented people, registered as in life: mostly one's own, some a spouse's, some with an old number."""

import unicodedata
from datetime import date, timedelta
from random import Random

from samples.names import Weighted, pick, weighted
from samples.world import Individual, Subscription
from samples.world_families import TODAY

# current mobile prefixes by operator (QĐ 798/QĐ-BTTTT of 2018 and later allocations); shares of subscribers are assumed
PREFIXES = {
    "Viettel": ["032", "033", "034", "035", "036", "037", "038", "039", "086", "096", "097", "098"],
    "VinaPhone": ["081", "082", "083", "084", "085", "088", "091", "094"],
    "MobiFone": ["070", "076", "077", "078", "079", "089", "090", "093"],
    "Vietnamobile": ["052", "056", "058", "092"],
}
OPERATORS = {"Viettel": 54, "VinaPhone": 22, "MobiFone": 18, "Vietnamobile": 6}
_OPERATORS: Weighted = weighted(OPERATORS.items())

# under which identity the number that somebody uses is registered; assumed shares, coarse after the cleansing of 2023
_HOLDER: Weighted = weighted(
    [("self", 66), ("self_old", 8), ("self_slip", 3), ("kin", 13), ("company", 3), ("unknown", 3), ("nobody", 2)]
)
_COMPANIES = ("Hợp tác xã Nông nghiệp Tân Tiến", "Cửa hàng Điện thoại Minh Quân", "Công ty TNHH Thương mại Sao Khuê")


def telephones(random: Random, people: list[Individual]) -> tuple[list[Subscription], dict[str, str]]:
    """(subscriptions in order of number, the number that each living person of 12 years and more uses)."""
    exchange = _Exchange(random, people)
    used: dict[str, str] = {}
    for one in people:
        if one.living and one.dob.year <= TODAY.year - 12 and random.random() < 0.94:
            used[one.person_id] = exchange.connect(one)
    return sorted(exchange.subscriptions, key=lambda line: line.phone), used


class _Exchange:
    """Gives out numbers, each once."""

    def __init__(self, random: Random, people: list[Individual]) -> None:
        self._random = random
        self._people = {one.cccd: one for one in people}
        self._given: set[str] = set()
        self.subscriptions: list[Subscription] = []

    def connect(self, one: Individual) -> str:
        """A number for one person's use, registered under whichever identity fate draws."""
        operator, phone = self._number()
        how = pick(self._random, _HOLDER)
        holder = self._kin(one) if how == "kin" else one
        if how == "nobody":
            return phone
        if how == "company":
            self._register(phone, operator, "to_chuc", self._random.choice(_COMPANIES), "", None)
        elif how == "unknown":
            digits = f"9{self._random.randrange(10**8):08d}"
            self._register(phone, operator, "ca_nhan", one.full_name, digits, self._slipped(one.dob))
        elif how == "self_old" and one.cmnd:
            self._register(phone, operator, "ca_nhan", one.full_name, one.cmnd, one.dob)
        elif how == "self_slip":
            self._register(phone, operator, "ca_nhan", one.full_name, one.cccd, self._slipped(one.dob))
        else:
            self._register(phone, operator, "ca_nhan", holder.full_name, holder.cccd, holder.dob)
        return phone

    def _kin(self, one: Individual) -> Individual:
        """The spouse, else the mother or father, when the register links one who lives; else the person."""
        for number in (one.spouse_cccd, one.mother_cccd, one.father_cccd):
            kin = self._people.get(number)
            if kin and kin.living:
                return kin
        return one

    def _number(self) -> tuple[str, str]:
        operator = pick(self._random, _OPERATORS)
        while True:
            phone = f"{self._random.choice(PREFIXES[operator])}{self._random.randrange(10**7):07d}"
            if phone not in self._given:
                self._given.add(phone)
                return operator, phone

    def _slipped(self, day: date) -> date:
        """A birth date typed wrong: day and month swapped where that gives a date, else the next year's."""
        if day.day <= 12 and day.day != day.month:
            return date(day.year, day.day, day.month)
        return date(day.year + 1, day.month, min(day.day, 28))

    def _register(self, phone: str, operator: str, kind: str, name: str, number: str, born: date | None) -> None:
        random = self._random
        since = max(date(2006, 1, 1), date(born.year + 14, 1, 1)) if born else date(2010, 1, 1)
        day = min(since, TODAY) + timedelta(days=random.randrange(max(1, (TODAY - since).days)))
        written = unmarked(name) if random.random() < 1 / 3 else name
        state = "tam_khoa" if random.random() < 0.05 else "hoat_dong"
        self.subscriptions.append(Subscription(phone, operator, kind, written, number, born, day, state))


def unmarked(name: str) -> str:
    """A name as old operator systems hold it: capitals without marks."""
    letters = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).upper()

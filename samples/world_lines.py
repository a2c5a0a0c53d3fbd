"""The telephones of one commune: who uses a number, and under whose name the operators have it."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from samples.world_census import Census, days, digits
from samples.world_fashions import KINH, Fashions, Names, Numbers
from samples.world_plan import Plan
from samples.world_telco import OPERATORS, PREFIXES
from samples.world_village import NOW, year_of

# under which identity the number that somebody uses is registered; assumed shares, after the cleansing of 2023
_HOW = {
    "self": 62,  # the user, as the population register has them
    "old_number": 8,  # the user, with the CMND of nine digits
    "slip": 5,  # the user; birth date or number typed wrong, or the middle name left out
    "old_name": 1,  # the user, under the name before a change
    "kin": 13,  # husband or wife, mother or father, as the register links them
    "other": 3,  # somebody of the same commune who is not kin
    "company": 3,
    "unknown": 3,  # an identity that no register holds
    "nobody": 3,  # no operator has the number any more
}
_HOWS = tuple(_HOW)
_COMPANIES = [
    f"{kind} {name}"
    for kind in ("Công ty TNHH", "Công ty Cổ phần", "Hợp tác xã", "Cửa hàng", "Hộ kinh doanh", "Doanh nghiệp tư nhân")
    for name in ("Tân Tiến", "Minh Quân", "Sao Khuê", "An Phát", "Hòa Bình", "Thịnh Vượng", "Đông Á", "Phú Lộc")
]
_CLEANSING = 123 * 365 + 30 + 59  # about 2023-03-01: since the cleansing operators write down when they last checked


@dataclass(frozen=True, slots=True)
class Telephones:
    """Rows of telco.parquet, and who uses which number, which no register knows."""

    lines: pa.Table
    usage: pa.Table


def telephones(rng: np.random.Generator, plan: Plan, fashions: Fashions, commune: int, one: Census) -> Telephones:
    """Numbers for nearly everybody of 12 years and more; one in six has a second one."""
    grown = np.flatnonzero(one.living & (one.age >= 12))
    user = np.concatenate([grown[rng.random(len(grown)) < 0.94], grown[rng.random(len(grown)) < 0.17]])
    user = rng.permutation(user)
    shares = np.array(list(_HOW.values()), float)
    how = rng.choice(len(_HOW), len(user), p=shares / shares.sum())
    holder, how = _holders(rng, one, user, how)
    phone, operator = _numbers(rng, plan, commune, len(user))
    ids = plan.person_ids(commune)
    somebody = np.isin(how, [_HOWS.index(word) for word in ("company", "unknown", "nobody")], invert=True)
    usage = pa.table(
        {
            "phone": phone,
            "user_id": ids.take(pa.array(user)),
            "holder_id": pc.if_else(pa.array(somebody), ids.take(pa.array(holder)), ""),
            "how": pa.array(_HOWS).take(pa.array(how)),
        }
    )
    lines = (
        _lines(rng, plan, fashions, one, holder, how).add_column(0, "phone", phone).add_column(1, "operator", operator)
    )
    return Telephones(lines.filter(pa.array(how != _HOWS.index("nobody"))), usage)


def _holders(rng: np.random.Generator, one: Census, user: Numbers, how: Numbers) -> tuple[Numbers, Numbers]:
    """Who holds each number; where the wanted holder does not exist, the user does."""
    holder, how = user.copy(), how.copy()

    def otherwise(word: str, cannot: Numbers) -> None:
        how[(how == _HOWS.index(word)) & cannot] = _HOWS.index("self")

    kin = np.full(len(user), -1)
    for link in ("father", "mother", "spouse"):
        who = one.kin[link][user]
        kin = np.where((who >= 0) & one.living[who] & (one.age[who] >= 16), who, kin)
    otherwise("kin", kin < 0)
    holder = np.where(how == _HOWS.index("kin"), kin, holder)
    stranger = rng.integers(0, len(one.rows), len(user))
    otherwise("other", _related(one, user, stranger) | ~one.living[stranger] | (one.age[stranger] < 16))
    holder = np.where(how == _HOWS.index("other"), stranger, holder)
    otherwise("old_number", one.cmnd[user] < 0)
    otherwise("old_name", ~one.renamed[user])
    return holder, how


def _related(one: Census, first: Numbers, second: Numbers) -> Numbers:
    """Whether two are one, share a home or a parent, or are parent, child or spouse of each other."""
    folk, ours, theirs = one.folk, one.rows[first], one.rows[second]
    found = (ours == theirs) | (folk.home[ours] == folk.home[theirs]) | (folk.spouse[ours] == theirs)
    for parent in (folk.father, folk.mother):
        found |= (parent[ours] == theirs) | (parent[theirs] == ours)
        found |= (parent[ours] >= 0) & (parent[ours] == parent[theirs])
    return found


def _numbers(rng: np.random.Generator, plan: Plan, commune: int, count: int) -> tuple[pa.Array, pa.Array]:
    prefixes = [(operator, prefix) for operator, known in PREFIXES.items() for prefix in known]
    share = np.array([OPERATORS[operator] / len(PREFIXES[operator]) for operator, _ in prefixes])
    which = rng.choice(len(prefixes), count, p=share / share.sum())
    number = np.zeros(count, np.int64)
    for place, (_, prefix) in enumerate(prefixes):
        whose = np.flatnonzero(which == place)
        number[whose] = plan.lines(prefix).draw(rng, commune, len(whose))
    heads = pa.array([prefix for _, prefix in prefixes]).take(pa.array(which))
    operators = pa.array([operator for operator, _ in prefixes]).take(pa.array(which))
    return pc.binary_join_element_wise(heads, digits(number, 7), ""), operators


def _lines(
    rng: np.random.Generator, plan: Plan, fashions: Fashions, one: Census, holder: Numbers, how: Numbers
) -> pa.Table:
    """Everything of a line but its number and operator, of those that nobody has too."""
    count, is_ = len(how), {word: how == place for place, word in enumerate(_HOWS)}
    slip = np.where(is_["slip"], rng.integers(0, 3, count), -1)  # 0: the birth date, 1: the number, 2: the name
    slip = np.where((slip == 2) & ((one.names.middle[holder] == 0) | (one.names.people[holder] != KINH)), 1, slip)
    day = one.day[holder]
    day = np.where(slip == 0, _slipped(rng, day), day)
    born = rng.integers(45 * 365, 105 * 365, count)
    day = np.where(is_["unknown"], born, day)
    since = np.maximum(106 * 365, day + 14 * 365)
    registered = np.minimum(since + (rng.random(count) * np.maximum(NOW - since, 1)).astype(np.int64), NOW - 1)
    own = is_["self"] | is_["kin"] | is_["other"]
    checked = rng.random(count) < np.where(own, 0.7, np.where(is_["company"], 0.3, 0.05))
    start = np.maximum(registered, _CLEANSING)
    verified = np.where(checked, start + (rng.random(count) * (NOW - start)).astype(np.int64), -1)
    company = pa.array(is_["company"])
    tax = digits(rng.integers(0, 10**8, count), 10)
    return pa.table(
        {
            "kind": pc.if_else(company, "to_chuc", "ca_nhan"),
            "subscriber_name": _written(rng, fashions, one, holder, is_, slip == 2, company),
            "subscriber_id": pc.if_else(company, tax, _papers(rng, plan, one, holder, is_, slip == 1, day)),
            "subscriber_dob": pc.if_else(company, "", days(day)),
            "registered_on": days(registered),
            "status": pc.if_else(pa.array(rng.random(count) < 0.05), "tam_khoa", "hoat_dong"),
            "verified_on": days(verified),
        }
    )


def _slipped(rng: np.random.Generator, day: Numbers) -> Numbers:
    """Birth dates typed wrong: some days, months or years off."""
    away = rng.choice([1, 9, 10, 20, 31, 61, 365, 366, 3652], len(day))
    return day + np.where(rng.random(len(day)) < 0.5, -away, away)


def _written(
    rng: np.random.Generator,
    fashions: Fashions,
    one: Census,
    holder: Numbers,
    is_: dict[str, Numbers],
    short: Numbers,
    company: pa.Array,
) -> pa.Array:
    """Names as operators hold them: a third without marks, in capitals."""
    count = len(holder)
    plain = rng.random(count) < 1 / 3
    now, before = one.names.take(holder), one.former.take(holder)
    old = is_["old_name"]
    names = Names(
        np.where(old, before.family, now.family),
        np.where(short & (now.people == KINH), 0, np.where(old, before.middle, now.middle)),
        np.where(old, before.given, now.given),
        now.people,
    )
    people = np.zeros(count, np.int64)
    invented = fashions.named(
        rng, fashions.families(rng, people), people, rng.random(count) < 0.5, rng.integers(1950, 2005, count)
    )
    text = pc.if_else(pa.array(is_["unknown"]), fashions.written(invented, plain), fashions.written(names, plain))
    firms = pa.array(_COMPANIES).take(pa.array(rng.integers(0, len(_COMPANIES), count)))
    return pc.if_else(company, firms, text)


def _papers(
    rng: np.random.Generator,
    plan: Plan,
    one: Census,
    holder: Numbers,
    is_: dict[str, Numbers],
    typed: Numbers,
    day: Numbers,
) -> pa.Array:
    """The number of the paper shown when the line was bought."""
    count = len(holder)
    pin = one.pin[holder]
    place = 10 ** rng.integers(0, 6, count)
    digit = pin // place % 10
    slip = pin + ((digit + rng.integers(1, 10, count)) % 10 - digit) * place
    pin = np.where(typed, slip, pin)
    head = rng.integers(0, 6, count) * 400 + rng.integers(0, 2, count) * 200 + year_of(day) - 1900
    unused = np.array([plan.pin_head(int(one)) for one in head]) * 10**6 + rng.integers(900_000, 10**6, count)
    pin = np.where(is_["unknown"], unused, pin)
    return pc.if_else(pa.array(is_["old_number"]), digits(one.cmnd[holder], 9), digits(pin, 12))

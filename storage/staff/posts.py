"""What a member of staff may do, office by office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from errors import StaffRefused

EVERYWHERE = "*"  # as an office: every one, also for dossiers that name none
_MOST_OFFICE = 120  # characters


class StaffRole(Enum):
    """The value is a sentence on what it lets somebody do."""

    CLERK = "trả lời câu hỏi của hồ sơ"
    SECOND_READER = "nhập lại lần hai và phân xử khi hai lần nhập khác nhau"
    SUPERVISOR = "phân việc, nhận câu hỏi chuyển lên và xem số liệu"
    AUDITOR = "xem hồ sơ và nhật ký, không trả lời thay"


@dataclass(frozen=True, slots=True, order=True)
class Post:
    """One thing that one may do at one place."""

    role: str  # name of a StaffRole; a string, so that posts can be sorted
    office: str  # as a dossier names who received it, or EVERYWHERE

    def __post_init__(self) -> None:
        if self.role not in StaffRole.__members__:
            raise StaffRefused(f"no such role; there are {', '.join(StaffRole.__members__)}")
        if not self.office.strip() or len(self.office) > _MOST_OFFICE or "," in self.office:
            raise StaffRefused(f"an office is named in 1 to {_MOST_OFFICE} characters, without a comma")


def posts_of(roles: Iterable[StaffRole], offices: Iterable[str]) -> tuple[Post, ...]:
    """Each of these roles at each of these offices. Raises StaffRefused."""
    held = tuple(offices)
    return tuple(sorted({Post(role.name, office.strip()) for role in roles for office in held}))


def roles_in(posts: Iterable[Post]) -> frozenset[StaffRole]:
    return frozenset(StaffRole[post.role] for post in posts)


def offices_in(posts: Sequence[Post], roles: Iterable[StaffRole] = StaffRole) -> tuple[str, ...]:
    """Where one of these roles is held, each office once."""
    names = {role.name for role in roles}
    return tuple(dict.fromkeys(post.office for post in posts if post.role in names))

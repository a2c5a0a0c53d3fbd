"""What an OpenID provider's claims say of a member of staff: account, name, and what they may do where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from settings import Settings
from storage.staff.posts import Post, StaffRole, posts_of

_MOST = 120  # characters of an account and of a name


@dataclass(frozen=True, slots=True)
class Identity:
    issuer: str
    subject: str  # who it is to the issuer, for ever
    account: str
    name: str
    posts: tuple[Post, ...] | None  # None: the provider is not asked for them, `hoso staff roles` gives them


def identity_of(claims: Mapping[str, Any], settings: Settings) -> Identity:
    """Roles and offices that are not ours are left out: a directory serves other systems, too."""
    subject = str(claims["sub"])
    told = claims.get(settings.oidc_account_claim)
    account = told.strip() if isinstance(told, str) and told.strip() else subject
    name = claims.get("name")
    return Identity(
        issuer=settings.oidc_issuer,
        subject=subject,
        account=account.replace(" ", "_")[:_MOST],
        name=(name if isinstance(name, str) and name.strip() else account)[:_MOST],
        posts=_posts(claims, settings) if settings.oidc_roles_claim else None,
    )


def _posts(claims: Mapping[str, Any], settings: Settings) -> tuple[Post, ...]:
    known = StaffRole.__members__
    names = (one.upper().replace("-", "_") for one in _listed(claims, settings.oidc_roles_claim))
    roles = [known[name] for name in names if name in known]
    offices = [one for one in _listed(claims, settings.oidc_offices_claim) if len(one) <= _MOST and "," not in one]
    return posts_of(roles, offices)


def _listed(claims: Mapping[str, Any], path: str) -> list[str]:
    """The texts of a claim: a list, or one text with commas. A point leads inwards: "realm_access.roles"."""
    found: Any = claims
    if path in claims:
        found = claims[path]
    else:
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        found = found.split(",")
    texts = (one.strip() for one in found if isinstance(one, str)) if isinstance(found, list) else ()
    return [text for text in texts if text]

"""The door that every page goes through: who is it, may they, was it they who asked. Nothing is read before that."""

import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request

from review.passage import SAFE
from review.problems import Kind, Problem
from review.station import Station
from storage.staff import sessions
from storage.staff.posts import Post, StaffRole, offices_in, roles_in
from storage.staff.sessions import Ending, Session, Way
from storage.warehouse import Warehouse

FORM_HEADER, FORM_FIELD = "x-hoso-form", "form"
BACKGROUND = "x-hoso-background"  # what a page asks for by itself is no sign that somebody sits before it
_PASSWORD_PATHS = ("/account/password", "/logout", "/session")  # open also to whom a password was given
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Officer:
    """Who is logged in, as far as this page lets them be."""

    staff_id: str
    name: str
    roles: frozenset[StaffRole]
    offices: tuple[str, ...]  # where one of the roles is held that the page asks for; "*": everywhere
    posts: tuple[Post, ...]  # all of them
    form: str = field(repr=False)  # to be sent with whatever changes something
    way: Way
    session: Session = field(repr=False)

    def offices_as(self, *roles: StaffRole) -> tuple[str, ...]:
        """Where one of these roles is held: a supervisor of one office may be a clerk of the next."""
        return offices_in(self.posts, roles)

    @property
    def ends_at(self) -> datetime:
        return self.session.ends_at


def station_of(request: Request) -> Station:
    station: Station = request.app.state.station
    return station


def officer_with(*roles: StaffRole) -> Any:
    """`officer: Annotated[Officer, officer_with(StaffRole.CLERK)]`: somebody who holds one of these roles, with the
    offices where they hold it; no role named: whoever is logged in."""
    wanted = frozenset(roles) or frozenset(StaffRole)

    def asked(officer: Annotated[Officer, Depends(_officer)], request: Request) -> Officer:
        if roles and not officer.roles & wanted:
            raise Problem(Kind.NOT_YOURS)
        limited = replace(officer, offices=offices_in(officer.posts, wanted))
        request.state.officer = limited
        return limited

    return Depends(asked)


def warehouse_of(request: Request) -> Warehouse:
    """The warehouse as this officer sees it. To be asked for after `officer_with`."""
    officer: Officer = request.state.officer
    return station_of(request).seen_from(officer.offices)


async def _told_form(request: Request) -> str:
    """The token that came with a change: in its header, or in a field of its form, as pages post it. Of who is not
    logged in no form is looked into."""
    if request.method in SAFE:
        return ""
    told = request.headers.get(FORM_HEADER)
    if request.method != "POST" or session_cookie(station_of(request)) not in request.cookies:
        return told or ""
    if told is not None or not request.headers.get("content-type", "").startswith(_FORMS):
        return told or ""
    field = (await request.form()).get(FORM_FIELD)
    return field if isinstance(field, str) else ""


def _officer(request: Request, told: Annotated[str, Depends(_told_form)]) -> Officer:
    """Raises Problem LOG_IN_FIRST, SESSION_ENDED, FORGED, PASSWORD_FIRST."""
    officer = logged_in(request)
    request.state.officer = officer
    if request.method not in SAFE and not hmac.compare_digest(told.encode(), officer.form.encode()):
        raise Problem(Kind.FORGED)
    if officer.session.staff.password_once and officer.way is Way.PASSWORD and not _about_password(request):
        raise Problem(Kind.PASSWORD_FIRST)
    return officer


def logged_in(request: Request) -> Officer:
    """Raises Problem LOG_IN_FIRST, SESSION_ENDED."""
    station = station_of(request)
    token = request.cookies.get(session_cookie(station))
    if not token:
        raise Problem(Kind.LOG_IN_FIRST)
    now = station.clock()
    with station.warehouse.looking() as connection:
        found = sessions.look(connection, token, now)
        if isinstance(found, Session) and BACKGROUND not in request.headers:
            sessions.seen(connection, found, now)
    if isinstance(found, Ending):
        raise Problem(Kind.LOG_IN_FIRST if found is Ending.UNKNOWN else Kind.SESSION_ENDED, ending=found.name.lower())
    return officer_of(station, found)


def officer_of(station: Station, session: Session) -> Officer:
    posts = session.staff.posts
    return Officer(
        staff_id=session.staff.id,
        name=session.staff.name,
        roles=roles_in(posts),
        offices=offices_in(posts),
        posts=posts,
        form=form_token(station, session),
        way=session.way,
        session=session,
    )


def form_token(station: Station, session: Session) -> str:
    """Of this session and of no other."""
    return station.mark("form", session.digest.hex())


def session_cookie(station: Station) -> str:
    """Its name. __Host-: only this host may have set it, and only over TLS."""
    return "__Host-hoso-session" if station.secure else "hoso-session"


def _about_password(request: Request) -> bool:
    return request.url.path in _PASSWORD_PATHS

"""The station with the rights that it has in the database, and no more; and whose dossiers it sees."""

from collections.abc import Iterator

import pytest
import review_makers as make
import small_provider
from small_provider import CLIENT, SECRET

from errors import NotGranted
from review.station import Station, open_station
from settings import Settings
from storage.dossiers import NewDossier, NewScan
from storage.grants import Role
from storage.manifest import Applicant, Manifest
from storage.objects import digest_of
from storage.staff import accounts
from storage.staff.posts import StaffRole, posts_of
from storage.states import DossierState

pytestmark = pytest.mark.contract
NEW = "mưa tháng bảy gãy cành trám"


@pytest.fixture
def bound(settings: Settings, clock: make.Clock) -> Iterator[Station]:
    """As `hoso serve review` opens it."""
    with open_station(settings, make.ORIGIN, Role.REVIEW) as one:
        yield make.station_with(one, clock)


def test_staff_log_in_change_their_password_and_log_out(station: Station, bound: Station) -> None:
    one = make.browser(bound, make.new_staff(station, once=True).account)
    assert one.log_in("không đúng").status_code == 401
    assert one.log_in().status_code == 200
    told = {"old": make.PASSWORD, "new": NEW, "again": NEW}
    assert one.send("POST", "/account/password", data=told, follow_redirects=False).status_code == 303
    assert one.send("POST", "/account/everywhere", follow_redirects=False).status_code == 303
    assert one.http.get("/metrics").status_code == 200
    assert one.send("POST", "/logout", follow_redirects=False).status_code == 303


def test_who_comes_from_the_provider_is_taken_in(bound: Station, clock: make.Clock) -> None:
    with small_provider.running() as provider:
        provider.now = clock().timestamp()
        provider.who |= {"sub": "s-bound", "preferred_username": "tu-noi-khac"}
        told = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        one = make.browser(make.replaced(bound, settings=bound.settings.model_copy(update=told)))
        make.come_back(one)
        assert one.http.get("/session").json()["name"] == "Mẫu"


def test_the_station_gives_nobody_a_role(station: Station, bound: Station) -> None:
    known = make.new_staff(station)
    with pytest.raises(NotGranted), bound.warehouse.changing("tests") as change:
        accounts.set_posts(change, known.id, posts_of([StaffRole.SUPERVISOR], ["*"]))
    with pytest.raises(NotGranted), bound.warehouse.changing("tests") as change:
        accounts.enable(change, known.id)


SEEN: list[tuple[tuple[str, ...], set[str | None]]] = [
    ((), set()),
    (("A 1",), {"A 1"}),
    (("A 1", "B 2"), {"A 1", "B 2"}),
    (("*",), {"A 1", "B 2", None}),
    (("A",), set()),
]


@pytest.mark.parametrize(("offices", "seen"), SEEN)
def test_an_office_sees_its_own_dossiers(
    offices: tuple[str, ...], seen: set[str | None], station: Station, bound: Station
) -> None:
    """A dossier that names no office is seen by who sees every office."""
    for office in ("A 1", "B 2", ""):
        taken(station, office)
    with bound.seen_from(offices).looking() as connection:
        told = "SELECT DISTINCT receiving_office FROM dossier WHERE code = 'H56.12-261115-0099'"
        assert set(connection.exec_driver_sql(told).scalars()) == seen


def taken(station: Station, office: str) -> None:
    scan = NewScan("1.pdf", digest_of(f"of {office}".encode()), 2, "application/pdf", 1)
    manifest = Manifest("H56.12-261115-0099", "1.004194", "counter", office, Applicant("", "", "", ""))
    digest = digest_of(f"dossier of {office}".encode())
    station.warehouse.take_in(NewDossier(digest, f"of {office}", manifest, (scan,), DossierState.RECEIVED))

"""Personal values are sealed on their way in, each under its owner's key and at its own place; nothing else passes."""

import threading
from collections.abc import Iterator

import pytest
import storage_makers as make
from sqlalchemy import Engine, insert, select, type_coerce
from sqlalchemy.types import Text

from errors import NotSetUp, SealBroken
from storage.connection import engine_for
from storage.personal import PersonalJson, PersonalText, Private
from storage.schema import DELIVERY, METADATA, READING
from storage.schema_cache import KEPT_ANSWER
from storage.schema_keys import DATA_KEY
from storage.sealing.blind import blind_of
from storage.sealing.owner import SYSTEM, Owner, of_dossier, of_extract, of_object, of_person
from storage.sealing.token import key_id_in
from storage.sealing.vault import Vault

PERSONAL = [
    column
    for table in METADATA.sorted_tables
    for column in table.columns
    if isinstance(column.type, PersonalText | PersonalJson)
]
ROW = {"register": "population", "answer_digest": "ab", "mock": True, "asked_at": make.NOON, "deadline": make.NOON}
OWNERS = (SYSTEM, of_person("1"), of_dossier("1"), of_object("1"), of_extract(1))


@pytest.fixture
def engine(warehouse_url: str, vault: Vault) -> Iterator[Engine]:
    made = engine_for(warehouse_url, vault)
    yield made
    made.dispose()


def _keep(engine: Engine, value: object, name: str = "a") -> None:
    with engine.begin() as connection:
        connection.execute(insert(KEPT_ANSWER).values(ROW | {"request_digest": name, "content": value}))


@pytest.mark.parametrize("column", PERSONAL, ids=str)
def test_the_place_of_a_column_is_its_own_name(column):
    assert column.type.place == str(column)


def test_there_are_personal_columns():
    assert len(PERSONAL) > 15


@pytest.mark.contract
def test_a_key_that_another_thread_makes_forgotten_at_once_is_used_all_the_same(vault: Vault, monkeypatch):
    """As an erasure does, or 50,000 keys more: what was just fetched needs not be remembered to be used."""
    monkeypatch.setattr(vault, "_remember", lambda *_, **__: vault.forget())
    token = vault.seal(of_person("1"), "a.b", b"x")
    assert vault.unseal("a.b", token) == b"x"


@pytest.mark.contract
def test_a_sealed_value_comes_back_and_its_row_holds_none_of_it(engine):
    _keep(engine, Private(make.NAME, SYSTEM))
    raw = select(KEPT_ANSWER.c.content, type_coerce(KEPT_ANSWER.c.content, Text).label("raw"))
    with engine.connect() as connection:
        row = connection.execute(raw).one()
    assert row.content == make.NAME
    assert row.raw.startswith("h1.")
    assert make.NAME not in row.raw


@pytest.mark.contract
def test_a_bare_value_is_refused_without_being_told(engine):
    with pytest.raises(TypeError, match=r"kept_answer\.content") as refused:
        _keep(engine, make.NAME)
    assert make.NAME not in str(refused.value)
    assert make.NAME not in repr(Private(make.NAME, SYSTEM))


@pytest.mark.parametrize("other", [make.NAME, Private(make.NAME, SYSTEM), KEPT_ANSWER.c.register], ids=str)
def test_nothing_is_compared_with_a_personal_column(other):
    with pytest.raises(TypeError) as refused:
        KEPT_ANSWER.c.content == other  # noqa: B015
    assert make.NAME not in str(refused.value)
    with pytest.raises(TypeError):
        KEPT_ANSWER.c.content.like("%")
    assert "IS NULL" in str(KEPT_ANSWER.c.content.is_(None))


@pytest.mark.contract
@pytest.mark.parametrize("value", ["", "x\0y", "\udcff", "đ" * 100_000, {"a": [1, None, "Đ"]}, [], False])
def test_every_value_that_a_row_could_hold_is_sealed(vault, value):
    kind = PersonalText("a.b") if isinstance(value, str) else PersonalJson("a.b")
    back = vault.unseal("a.b", vault.seal(SYSTEM, "a.b", kind.written(value).encode())).decode()
    expected = value.replace("\0", "\ufffd").replace("\udcff", "?") if isinstance(value, str) else value
    assert kind.read(back) == expected


@pytest.mark.contract
def test_none_stays_none(engine, vault):
    bound = READING.c.value.type.process_bind_param
    assert bound(None, engine.dialect) is None
    assert bound(Private(None, SYSTEM), engine.dialect) is None
    assert READING.c.value.type.process_result_value(None, engine.dialect) is None


@pytest.mark.contract
def test_equal_values_are_sealed_to_unequal_tokens(vault):
    tokens = {vault.seal(SYSTEM, "a.b", b"same") for _ in range(100)}
    assert len(tokens) == 100


@pytest.mark.contract
def test_without_a_vault_nothing_is_written_or_read(engine, warehouse_url):
    _keep(engine, Private(make.NAME, SYSTEM))
    bare = engine_for(warehouse_url)
    with pytest.raises(NotSetUp, match="vault"):
        _keep(bare, Private(make.NAME, SYSTEM), "b")
    with bare.connect() as connection, pytest.raises(NotSetUp, match="vault"):
        connection.execute(select(KEPT_ANSWER.c.content)).all()
    bare.dispose()


@pytest.mark.contract
@pytest.mark.parametrize(
    "spoilt",
    [
        lambda token: make.NAME,  # in clear, past the column's type
        lambda token: "h1.",
        lambda token: "h1.%%%",
        lambda token: token[:60],
        lambda token: token[:-8] + ("AAAAAAA=" if token[-2] != "=" else "AAAAAA=="),
        lambda token: "h1." + "A" * 22 + token[25:],  # a key that never was
    ],
)
def test_what_was_changed_does_not_open_and_is_not_told(vault, spoilt):
    token = vault.seal(SYSTEM, "a.b", make.NAME.encode())
    with pytest.raises(SealBroken) as broken:
        vault.unseal("a.b", spoilt(token))
    assert make.NAME not in str(broken.value)


@pytest.mark.contract
def test_a_value_opens_at_its_own_place_only(vault):
    token = vault.seal(SYSTEM, str(DELIVERY.c.label), b"x")
    with pytest.raises(SealBroken, match="kept_answer"):
        vault.unseal(str(KEPT_ANSWER.c.content), token)


@pytest.mark.contract
def test_each_owner_has_a_key_of_its_own(vault):
    ids = [key_id_in(vault.seal(owner, "a.b", b"x")) for owner in OWNERS]
    assert len({*ids}) == len(OWNERS)
    assert ids == [key_id_in(vault.seal(owner, "a.b", b"x")) for owner in OWNERS]


@pytest.mark.contract
def test_another_process_opens_what_one_sealed(vault, warehouse_url):
    token = vault.seal(of_person("1"), "a.b", b"x")
    with make.vault(warehouse_url) as other:
        assert other.unseal("a.b", token) == b"x"
        assert key_id_in(other.seal(of_person("1"), "a.b", b"y")) == key_id_in(token)


@pytest.mark.contract
def test_keys_of_many_are_made_at_once_and_once_only(vault, warehouse_url):
    people = [of_person(str(number)) for number in range(300)]
    with make.vault(warehouse_url) as other:
        threads = [threading.Thread(target=each.prepare, args=(people,)) for each in (vault, other, vault)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert [vault.key_of(one).id for one in people] == [other.key_of(one).id for one in people]
    with vault.looking() as connection:
        assert len(connection.execute(select(DATA_KEY.c.owner)).all()) == 300


@pytest.mark.contract
def test_the_table_of_keys_holds_no_key(vault):
    key = vault.key_of(of_person("1"))
    with vault.looking() as connection:
        row = connection.execute(select(DATA_KEY)).one()
    assert key.secret not in bytes(row.wrapped)
    assert repr(key.secret)[2:-1] not in repr(key)


@pytest.mark.contract
def test_a_key_stands_even_where_the_change_that_needed_it_fell_back(engine, vault):
    with engine.connect() as connection:
        row = ROW | {"request_digest": "a", "content": Private("x", of_person("1"))}
        connection.execute(insert(KEPT_ANSWER).values(row))
        connection.rollback()
    vault.forget()
    assert vault.key_of(of_person("1")).version == 1


@pytest.mark.contract
def test_a_blind_index_finds_the_same_value_and_tells_nothing(engine, vault, warehouse_url):
    with engine.connect() as connection:
        ours = blind_of(connection, "PIN", make.NUMBER)
        assert len(ours) == 16
        assert blind_of(connection, "PIN", make.NUMBER) == ours
        assert blind_of(connection, "CMND", make.NUMBER) != ours
        assert blind_of(connection, "PIN", make.NUMBER[:-1]) != ours
    with make.vault(warehouse_url) as other:
        assert other.blind("PIN", make.NUMBER) == ours


@pytest.mark.contract
def test_two_warehouses_under_one_master_key_have_different_indexes(vault, emptied):
    before, secret = vault.blind("PIN", make.NUMBER), vault.lookup_secret("x")
    emptied()
    vault.forget()
    assert vault.blind("PIN", make.NUMBER) != before
    assert vault.lookup_secret("x") != secret


def test_an_owner_is_named_by_kind_and_id():
    assert [str(owner) for owner in OWNERS] == ["system:1", "person:1", "dossier:1", "object:1", "extract:1"]
    assert isinstance(OWNERS[0], Owner)

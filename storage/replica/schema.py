"""The tables of the replica: extracts of the population register as loaded, and the rows of the one in use.

Each extract has a table of its own, made in the shape of POPULATION_PERSON (`population_person_7`): it is filled
without any index, indexed, put in use and later dropped at once, and nobody who asks has to wait. POPULATION_PERSON
itself stays empty.
"""

from sqlalchemy import BigInteger, Column, Date, DateTime, Identity, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from storage.personal import PersonalJson
from storage.schema import METADATA

CONTENT = PersonalJson("population_person.content")  # the row's texts, in order of the columns of an extract
POPULATION_EXTRACT = Table(
    "population_extract",
    METADATA,
    Column("id", BigInteger, Identity(), primary_key=True),  # the number in the name of its table of rows
    Column("digest", Text, nullable=False),  # sha256 of the file
    Column("key", Text, nullable=False),  # version of the look-up keys, see `storage.replica.keys.version`
    Column("state", Text, nullable=False),  # name of a `storage.replica.state.ExtractState`
    Column("provenance", Text, nullable=False),  # whence the file came, as told by who loaded it; no personal value
    Column("as_of", Date, nullable=False),  # the day of which the extract tells
    Column("rows", BigInteger, nullable=False),  # persons
    Column("details", JSONB, nullable=False),  # counts: by state of life, refused rows by kind, what is new or gone
    # counted in this extract; gone when it is retired
    Column("frequencies", PersonalJson("population_extract.frequencies")),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),  # when it came to its state
    Index("ix_population_extract_serving", "state", unique=True, postgresql_where=text("state = 'SERVING'")),
)
POPULATION_PERSON = Table(
    "population_person",
    METADATA,
    Column("position", Integer, nullable=False),  # 0.. in order of the file
    # these two and the look-up keys are keyed by `storage.replica.keys.KeyedKeys`
    Column("person_key", BigInteger, nullable=False),  # of the register's own key of the person
    Column("row_digest", BigInteger, nullable=False),  # of all that the row says
    Column("status", Text, nullable=False),  # name of a `matching.people.LifeStatus`
    Column("number", BigInteger),  # this and the further keys are what the blocking looks rows up by
    Column("old_number", BigInteger),
    Column("day", BigInteger),
    Column("name_and_day", BigInteger),  # those of one name and year are neighbours
    Column("short_name_and_day", BigInteger),
    Column("former_name_and_day", BigInteger),
    Column("household", BigInteger),
    Column("father", BigInteger),
    Column("mother", BigInteger),
    Column("content", CONTENT, nullable=False),
)


def table_of(extract_id: int) -> str:
    """The name of the table that holds the rows of an extract."""
    return f"{POPULATION_PERSON.name}_{extract_id}"

"""The table of data keys: under each one all personal values and objects of one owner are sealed."""

from sqlalchemy import Column, DateTime, Integer, LargeBinary, Table, Text, UniqueConstraint, Uuid

from storage.schema import METADATA

DATA_KEY = Table(
    "data_key",
    METADATA,
    Column("id", Uuid(as_uuid=True), primary_key=True),  # its bytes stand in every sealed value
    Column("owner", Text, nullable=False),  # `storage.sealing.owner.Owner` as text: kind and an id of ours
    Column("version", Integer, nullable=False),  # 1..; what is new is sealed under the highest
    Column("wrapped", LargeBinary),  # under the master key; NULL once erased
    Column("master", Text, nullable=False),  # generation of the master key that wraps it
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("erased_at", DateTime(timezone=True)),
    UniqueConstraint("owner", "version"),
    info={"fingerprint": False},  # two runs that leave the same leave it under other keys
)

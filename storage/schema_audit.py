"""The tables that make the audit a chain: a link for each of its rows, and the rows that wait for theirs.

A trigger of the audit enters each new row in `audit_waiting`, in the row's own transaction; whoever is free then gives
the committed ones their links (`storage.audit.linking`). Both tables can be made anew from nothing but the audit's rows
and the order of the links, so they are no part of the fingerprint that tells two runs apart.
"""

from sqlalchemy import BigInteger, Column, DateTime, LargeBinary, Table

from storage.schema import METADATA

WRITTEN_ONCE = ("audit_link",)
_TOLD_BY_OTHERS = {"fingerprint": False}

AUDIT_LINK = Table(
    "audit_link",
    METADATA,
    Column("position", BigInteger, primary_key=True, autoincrement=False),  # 1.. without a gap, in order of commit
    Column("seq", BigInteger, nullable=False, unique=True),  # of `audit`; no foreign key: a lost row must show here
    Column("content", LargeBinary, nullable=False),  # sha256 of the row
    Column("previous", LargeBinary, nullable=False),  # `hash` of the position before
    Column("hash", LargeBinary, nullable=False),  # sha256 over all of this link but itself
    Column("made_at", DateTime(timezone=True), nullable=False),
    info=_TOLD_BY_OTHERS,
)
AUDIT_WAITING = Table(
    "audit_waiting",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    info=_TOLD_BY_OTHERS,
)

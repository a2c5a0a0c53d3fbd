"""Tables of the quality of what was accepted: lots, what of them was looked at again, what was found, and how closely
somebody's answers are looked at.

Samples and verdicts belong to a dossier and are sealed with it. A lot holds counts only. Verdicts and rates are written
once; a rate is about a member of staff: nobody but the planning of samples reads it.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.dialects.postgresql import ARRAY

from storage.personal import PersonalText
from storage.schema import METADATA

_ID = SqlUuid(as_uuid=False)
WRITTEN_ONCE = ("quality_load", "quality_verdict", "quality_rate")

QUALITY_LOT = Table(  # what was loaded for an office on a day and is in no lot yet
    "quality_lot",
    METADATA,
    Column("id", _ID, primary_key=True),  # from office, day and number
    Column("office", Text, nullable=False),  # receiving; "": the dossiers name none
    Column("day", Date, nullable=False),  # in Vietnam
    Column("number", Integer, nullable=False),  # 1.. within office and day
    Column("size", Integer, nullable=False),  # fields that were loaded, and are of no earlier lot
    Column("wanted", Integer, nullable=False),  # how many of them are to be looked at
    Column("stage", Integer, nullable=False),  # 1..: of the plan
    Column("looked", Integer, nullable=False, server_default="0"),  # at which a verdict stands
    Column("wrong", Integer, nullable=False, server_default="0"),
    Column("unsure", Integer, nullable=False, server_default="0"),  # nobody could tell: not among `looked`
    Column("bound", Double),  # 0..1: at most this share is wrong, as far as this lot's sample shows
    Column("running_bound", Double),  # 0..1, the same by the office's samples of the days up to this one
    Column("running_looked", Integer, nullable=False, server_default="0"),
    Column("most_wrong", Double, nullable=False),  # 0..1, from which share a lot is not accepted
    Column("confidence", Double, nullable=False),  # 0..1, of the bounds
    Column("state", Text, nullable=False),  # name of a `storage.quality.acceptance.LotState`
    Column("policy", Text, nullable=False),  # the day from which it is in force
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("office", "day", "number"),
)
QUALITY_LOAD = Table(  # of which lot a load of a dossier is a part
    "quality_load",
    METADATA,
    Column("dossier_id", _ID, ForeignKey("dossier.id"), primary_key=True),
    Column("load_number", Integer, primary_key=True),  # of `record_load`
    Column("lot_id", _ID, ForeignKey("quality_lot.id"), nullable=False, index=True),
    Column("made_at", DateTime(timezone=True), nullable=False),
)
QUALITY_SAMPLE = Table(  # why a question of control is asked, and against what its answer is held
    "quality_sample",
    METADATA,
    Column("task_id", _ID, ForeignKey("review_task.id"), primary_key=True),
    Column("dossier_id", _ID, ForeignKey("dossier.id"), nullable=False),
    Column("lot_id", _ID, ForeignKey("quality_lot.id")),  # NULL: a question whose answer is known
    Column("origin", Text, nullable=False),  # SAMPLE, GOLD or PREFILL_TEST
    Column("counted", Boolean, nullable=False),  # of the lot's own random sample; else taken beside it
    Column("document_id", _ID, ForeignKey("document.id"), nullable=False),
    Column("form", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("record_id", _ID, ForeignKey("record.id")),  # that says it
    Column("method", Text, nullable=False),  # name of a `storage.readings.Method`
    Column("person", Text),  # staff id: whose answer is looked at again; NULL: what the machine accepted
    Column(
        "expected", PersonalText("quality_sample.expected"), nullable=False
    ),  # what stands on the paper, as accepted
    Column("planted", PersonalText("quality_sample.planted")),  # the slip in the value shown; NULL: the field is empty
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("ix_quality_sample_dossier_id", "dossier_id"),
    Index("ix_quality_sample_lot_id", "lot_id"),
)
QUALITY_VERDICT = Table(
    "quality_verdict",
    METADATA,
    Column("task_id", _ID, ForeignKey("quality_sample.task_id"), primary_key=True),
    Column("dossier_id", _ID, ForeignKey("dossier.id"), nullable=False),
    Column("verdict", Text, nullable=False),  # name of a `storage.quality.verdicts.Verdict`
    Column("slip", Text),  # name of a `storage.quality.sameness.Difference`
    Column("person", Text),  # staff id: whose answer was judged, for a question whose answer is known
    Column("by", Text, nullable=False),  # staff id: on whose word it rests
    Column("made_at", DateTime(timezone=True), nullable=False),
)
QUALITY_RATE = Table(  # never shown; the latest rules
    "quality_rate",
    METADATA,
    Column("person", Text, primary_key=True),  # staff id
    Column("number", Integer, primary_key=True),  # 1..
    Column("factor", Integer, nullable=False),  # how many times as much as usual is looked at again
    Column("signs", ARRAY(Text), nullable=False),  # names of `storage.quality.signs.Sign`
    Column("made_at", DateTime(timezone=True), nullable=False),
)

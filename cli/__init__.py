"""The command `hoso`: the whole system without Airflow. One file a command; each loads only what it needs."""

import sys

import typer

from cli.audit import audit
from cli.check import check
from cli.client import client
from cli.correction import correction
from cli.demo import demo
from cli.doctor import doctor
from cli.export import export
from cli.indicators import indicators
from cli.keys import keys
from cli.labels import labels
from cli.letter import letter
from cli.match import match
from cli.migrate import migrate
from cli.objects import objects
from cli.quality import quality
from cli.read import read
from cli.recall import recall
from cli.record import record
from cli.register import register
from cli.replay import replay
from cli.retention import retention
from cli.reuse import reuse
from cli.reviewed import reviewed
from cli.run import run
from cli.serve import serve
from cli.show import show
from cli.signing import signing
from cli.staff import staff
from cli.stop import stop
from cli.subject import subject
from cli.verify import verify
from cli.webhooks import webhooks
from cli.worklist import worklist
from errors import DossierError

_app = typer.Typer(
    help="From paper dossiers to records that nobody is asked for twice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # a local variable may hold a person's data
)
for command in (
    check, read, export, match, replay, labels, reviewed, run, show, letter, worklist, indicators, serve, doctor, demo,
    migrate, stop, verify, recall,
):  # fmt: skip
    _app.command()(command)
_app.add_typer(register, name="register")
_app.add_typer(correction, name="correction")
_app.add_typer(reuse, name="reuse")
_app.add_typer(record, name="record")
_app.add_typer(subject, name="subject")
_app.add_typer(webhooks, name="webhooks")
_app.add_typer(audit, name="audit")
_app.add_typer(signing, name="signing")
_app.add_typer(objects, name="objects")
_app.add_typer(client, name="client")
_app.add_typer(staff, name="staff")
_app.add_typer(quality, name="quality")
_app.add_typer(retention, name="retention")
_app.add_typer(keys, name="keys")


def command_names() -> tuple[str, ...]:
    groups = (group.name for group in _app.registered_groups if group.name)
    return (*(command.callback.__name__ for command in _app.registered_commands if command.callback), *groups)


def app() -> None:
    """Run the command line. An error of ours ends with its sentence and exit status 2, without a traceback."""
    try:
        _app()
    except DossierError as error:
        print(f"{error.sentence}\n({type(error).__name__}: {error})", file=sys.stderr)
        sys.exit(2)

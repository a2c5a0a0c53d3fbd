"""The command `hoso`: the whole system without Airflow. One file a command; each loads only what it needs."""

import sys

import typer

from cli.check import check
from cli.demo import demo
from cli.doctor import doctor
from cli.export import export
from cli.match import match
from cli.migrate import migrate
from cli.read import read
from cli.run import run
from cli.serve import serve
from cli.show import show
from cli.stop import stop
from errors import DossierError

_app = typer.Typer(
    help="From paper dossiers to records that nobody is asked for twice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # a local variable may hold a person's data
)
for command in (check, read, export, match, run, show, serve, doctor, demo, migrate, stop):
    _app.command()(command)


def command_names() -> tuple[str, ...]:
    return tuple(command.callback.__name__ for command in _app.registered_commands if command.callback)


def app() -> None:
    """Run the command line. An error of ours ends with its sentence and exit status 2, without a traceback."""
    try:
        _app()
    except DossierError as error:
        print(f"{error.sentence}\n({type(error).__name__}: {error})", file=sys.stderr)
        sys.exit(2)

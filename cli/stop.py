"""`hoso stop`"""

import typer

from settings import read_settings


def stop() -> None:
    """Stop the private PostgreSQL of this checkout, if it runs."""
    from storage import private_postgres

    folder = read_settings().state / "postgres"
    if folder.exists() and private_postgres.running(folder):
        private_postgres.stop(folder)
        typer.echo("Đã dừng PostgreSQL riêng của thư mục này.")

"""What one would build first, to compare with: a page for each document, with its scan and a form of all its fields.

The same warehouse keeps the same values; nothing is fetched ahead, claimed, checked for other people's changes or
written down as looked at. That is what this project pays for and the plain page does not.
"""

import html
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from benchmarks.station_planted import ENGINE
from settings import Settings
from storage.objects import ObjectStore
from storage.readings import as_text
from storage.warehouse import Warehouse
from system import open_stores, open_vault

_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>{number}</title>
<style>body{{margin:0;display:flex;font:16px sans-serif}}img{{height:100vh}}label{{display:block;margin:4px 16px}}
input{{width:24em;font:inherit}}</style><img src="/page/{number}" alt="">
<form method="post" action="/{number}">{fields}<button>Lưu</button></form></html>"""


@contextmanager
def plain_form(settings: Settings, dossiers: Sequence[str]) -> Iterator[str]:
    """Its address; document n is at /n."""
    with open_vault(settings) as vault, Warehouse(settings.warehouse_url, vault, actor="benchmark") as warehouse:
        objects, _ = open_stores(settings, vault)
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(warehouse, objects, dossiers))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        server.server_close()


def _handler(warehouse: Warehouse, objects: ObjectStore, dossiers: Sequence[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, _, number = self.path.strip("/").rpartition("/")
            if not number.isdigit():
                return self._give(404, "text/plain", b"")
            dossier = dossiers[int(number)]
            if kind == "page":
                (page,) = warehouse.pages(dossier, ENGINE)
                return self._give(200, "image/jpeg", objects.get(str(page.picture)))
            return self._give(200, "text/html; charset=utf-8", _form(warehouse, dossier, int(number)))

        def do_POST(self) -> None:
            number = int(self.path.strip("/"))
            content = self.rfile.read(int(self.headers["Content-Length"])).decode()
            (document,) = warehouse.documents(dossiers[number])
            for field, values in parse_qs(content, keep_blank_values=True).items():
                warehouse.correct_reading(document.id, field, values[0], person="plain")
            self.send_response(303)
            self.send_header("Location", f"/{number + 1}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _give(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing is told: paths and values are not for a terminal."""

    return Handler


def _form(warehouse: Warehouse, dossier: str, number: int) -> bytes:
    (document,) = warehouse.documents(dossier)
    cells = []
    for at, one in enumerate(document.document.readings):
        value = html.escape("" if one.value is None else as_text(one.value))
        focus = " autofocus" if at == 0 else ""
        cells.append(f'<label>{one.field}<input name="{one.field}" value="{value}"{focus}></label>')
    return _PAGE.format(number=number, fields="".join(cells)).encode()

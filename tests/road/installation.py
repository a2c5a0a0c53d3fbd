"""A state folder, and the command line over it as its user types it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Installation:
    """All state of one `hoso`."""

    state: Path

    def run(self, *words: object, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """`settings`: HOSO_... beside the state."""
        told = [str(word) for word in words]
        return subprocess.run(
            _command(told), cwd=self.state, env=self.environment(**settings), input=said, capture_output=True, text=True
        )

    def start(self, *words: object) -> subprocess.Popen[str]:
        """What it says on both channels comes on the one."""
        return subprocess.Popen(
            _command([str(word) for word in words]),
            cwd=self.state,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def environment(self, **settings: str) -> dict[str, str]:
        ours = {"HOSO_STATE": str(self.state), "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "200"}
        return {name: value for name, value in os.environ.items() if not name.startswith("HOSO_")} | ours | settings


def _command(words: list[str]) -> list[str]:
    return [sys.executable, "-c", "import cli; cli.app()", *words]


def published(demo: Installation, name: str, *more: object) -> dict[str, Any]:
    """What `hoso indicators` writes as JSON into the folder of this name."""
    ran = demo.run("indicators", "--out", demo.state / name, *more)
    assert ran.returncode == 0, ran.stderr
    held: dict[str, Any] = json.loads((demo.state / name / "indicators.json").read_text("utf-8"))
    return held

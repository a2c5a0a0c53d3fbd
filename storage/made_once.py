"""A file of secrets that is made at first use, by whoever comes first, and is the same for ever after."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def made_once(file: Path, write: Callable[[Path], object]) -> Path:
    """The file; where there was none, `write` fills it first. It may be read by its owner only.

    Of several processes at once, on several machines even, one makes it and the others take it; none sees a part of it.
    """
    if file.exists():
        return file
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    part.touch(mode=0o600)
    try:
        write(part)
        os.link(part, file)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    return file

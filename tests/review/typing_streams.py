"""How Vietnamese input methods send what is typed: what stands in the field after each key, word by word, as recorded
with Telex and with VNI; and the two ways in which such states reach a page."""

from itertools import takewhile

from playwright.sync_api import Page

STATES = {  # by word and method: what stands there after each key
    ("Nguyễn", "telex"): "N Ng Ngu Nguy Nguye Nguyê Nguyên Nguyễn",  # Nguyeenx
    ("Nguyễn", "vni"): "N Ng Ngu Nguy Nguye Nguyen Nguyên Nguyễn",  # Nguyen64
    ("Thị", "telex"): "T Th Thi Thị",  # Thij
    ("Thị", "vni"): "T Th Thi Thị",  # Thi5
    ("Đặng", "telex"): "D Đ Đa Đă Đăn Đăng Đặng",  # DDawngj
    ("Đặng", "vni"): "D Da Dan Dang Dăng Đăng Đặng",  # Dang895
    ("Ước", "telex"): "U Uo Uoc Ươc Ước",  # Uocws
    ("Ước", "vni"): "U Uo Uoc Ươc Ước",  # Uoc71
    ("Trường", "telex"): "T Tr Tru Truo Trươ Trươn Trương Trường",  # Truowngf
    ("Trường", "vni"): "T Tr Tru Truo Truon Truong Trương Trường",  # Truong72
    ("thuở", "telex"): "t th thu thuo thuơ thuở",  # thuowr
    ("thuở", "vni"): "t th thu thuo thuơ thuở",  # thuo73
}


def states(text: str, method: str) -> list[list[str]]:
    return [STATES[word, method].split() for word in text.split()]


def composed(page: Page, text: str, method: str) -> None:
    """By an input method that raises composition events: of Windows, macOS, ibus, fcitx."""
    line = page.context.new_cdp_session(page)
    for number, word in enumerate(states(text, method)):
        if number:
            page.keyboard.press("Space")
        for state in word:
            _process_key(line)
            at = len(state)
            line.send("Input.imeSetComposition", {"text": state, "selectionStart": at, "selectionEnd": at})
        line.send("Input.insertText", {"text": word[-1]})


def replayed(page: Page, text: str, method: str) -> None:
    """By one that sends Backspace and the letters anew: UniKey, EVKey, OpenKey."""
    line = page.context.new_cdp_session(page)
    for number, word in enumerate(states(text, method)):
        if number:
            page.keyboard.press("Space")
        before = ""
        for state in word:
            same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, state, strict=False)))
            for _ in before[same:]:
                page.keyboard.press("Backspace")
            for letter in state[same:]:
                _packet(line, letter)
            before = state


def _process_key(line: object) -> None:
    key = {"key": "Process", "code": "", "windowsVirtualKeyCode": 229, "nativeVirtualKeyCode": 229}
    line.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})  # type: ignore[attr-defined]


def _packet(line: object, letter: str) -> None:
    """As Windows sends a letter that stands on no key (VK_PACKET)."""
    key = {"key": letter, "text": letter, "windowsVirtualKeyCode": 231}
    line.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})  # type: ignore[attr-defined]
    line.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})  # type: ignore[attr-defined]

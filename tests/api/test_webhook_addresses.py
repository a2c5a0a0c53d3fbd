"""Where a delivery may lead, and how long it waits for another attempt."""

import base64
import hashlib
from dataclasses import replace
from ipaddress import ip_network

import pytest

from api.webhook_sending import Fault, Reach, Refused, digest_of, parsed
from api.webhooks import FIRST, LONGEST, wait_after

ADDRESSES = [
    # (scheme, address behind the name, production, fault)
    ("https", "203.0.114.10", True, None),
    ("http", "203.0.114.10", True, Fault.NOT_SECURE),
    ("http", "203.0.114.10", False, Fault.NOT_SECURE),
    ("http", "127.0.0.1", False, None),
    ("https", "127.0.0.1", True, Fault.INSIDE),
    ("https", "10.1.2.3", True, Fault.INSIDE),
    ("https", "10.1.2.3", False, Fault.INSIDE),
    ("https", "192.168.0.9", True, Fault.INSIDE),
    ("https", "169.254.169.254", True, Fault.INSIDE),
    ("https", "100.64.0.1", True, Fault.INSIDE),
    ("https", "0.0.0.0", True, Fault.INSIDE),
    ("https", "224.0.0.1", True, Fault.INSIDE),
    ("https", "::1", True, Fault.INSIDE),
    ("https", "fe80::1%eth0", True, Fault.INSIDE),
    ("https", "fd00::1", True, Fault.INSIDE),
    ("https", "::ffff:10.0.0.1", True, Fault.INSIDE),
    ("https", "64:ff9b::a00:1", True, Fault.INSIDE),
    ("https", "2002:a00:1::1", True, Fault.INSIDE),
    ("https", "2606:4700::1111", True, None),
]


@pytest.mark.parametrize(("scheme", "address", "production", "fault"), ADDRESSES)
def test_no_delivery_leads_inside(scheme, address, production, fault):
    reach = Reach(production)
    if fault is None:
        assert reach.of(scheme, [address]) == address
        return
    with pytest.raises(Refused) as refused:
        reach.of(scheme, [address])
    assert refused.value.fault is fault


def test_one_inner_address_among_several_is_enough_to_refuse():
    with pytest.raises(Refused):
        Reach(True).of("https", ["203.0.114.10", "10.0.0.1"])


def test_a_network_that_is_named_may_be_reached_and_no_other():
    reach = Reach(True, (ip_network("10.20.0.0/16"),))
    assert reach.of("https", ["10.20.3.4"]) == "10.20.3.4"
    with pytest.raises(Refused):
        reach.of("https", ["10.21.3.4"])
    with pytest.raises(Refused):
        replace(reach, networks=(ip_network("127.0.0.0/8"),)).of("https", ["127.0.0.1"])


@pytest.mark.parametrize(
    "address",
    ["https://", "https://h.vn/a?token=1", "https://h.vn/#x", "https://u@h.vn/", "https://h.vn:0/", "https://h.vn:99999/",
     "https://h.vn/\r\nX: y", "file:///etc/passwd", "https://" + "h" * 600],
)  # fmt: skip
def test_an_address_is_a_host_and_a_path(address):
    with pytest.raises(Refused):
        parsed(address)


def test_the_waits_grow_to_an_hour_and_spread():
    waits = [wait_after(attempts, 0) for attempts in range(1, 30)]
    assert waits[0] == FIRST
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST
    assert wait_after(5, 1) == wait_after(5, 0) * 1.5


def test_a_digest_is_that_of_the_bytes():
    assert base64.b64decode(digest_of(b"x").split(":")[1]) == hashlib.sha256(b"x").digest()

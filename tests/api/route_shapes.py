"""What each route takes, from the routes themselves: known before there is a service to ask.

Tests choose by it what to try of which operation. Beside real requests and the description they hold that it is right.
"""

from collections.abc import Iterator

from fastapi.dependencies.utils import get_flat_dependant
from fastapi.params import Form
from fastapi.routing import APIRoute

from api.routes import routers

_ROUTES = [route for router in routers() for route in router.routes if isinstance(route, APIRoute)]


def _members(route: APIRoute) -> frozenset[str] | None:
    """Names of the members of its JSON body; None: it takes no such body."""
    body = route.body_field
    if body is None or isinstance(body.field_info, Form):
        return None
    return frozenset(body.field_info.annotation.model_fields)


def _given(route: APIRoute) -> Iterator[str]:
    """Names of what goes in its path, query and headers."""
    flat = get_flat_dependant(route.dependant)
    for one in (*flat.path_params, *flat.query_params, *flat.header_params):
        yield one.alias


WITH_BODY = tuple(route.operation_id for route in _ROUTES if _members(route) is not None)
WITH_PURPOSE = tuple(
    route.operation_id for route in _ROUTES if "Hoso-Purpose" in _given(route) or "purpose" in (_members(route) or ())
)
TAKING = tuple(route.operation_id for route in _ROUTES if route.body_field or any(_given(route)))

"""Who asks: a client of the service, as its token says and as its registration stands now."""

from dataclasses import dataclass

from storage.offices import among


@dataclass(frozen=True, slots=True)
class Caller:
    """Holds no personal value: a client is a system of an organisation."""

    client_id: str
    organisation: str  # code or name of the organisation
    offices: frozenset[str]  # codes; "H56" covers "H56.12"
    procedures: frozenset[str]  # short codes or families; "*": all
    scopes: frozenset[str]  # of the token, as far as still granted
    token_id: str

    def may(self, scope: str) -> bool:
        """Whether the token has this scope, itself or by a wider one (`document.cccd.*:read`, `predicate:*`)."""
        return scope in self.scopes or any(wider in self.scopes for wider in widened(scope))

    def of_office(self, office: str) -> bool:
        """Whether an office is one of the client's, or below one."""
        return among(office, self.offices)

    def for_procedure(self, *names: str) -> bool:
        """Whether one of these short codes and families is among those that the client works for."""
        return "*" in self.procedures or not self.procedures.isdisjoint(names)


def widened(scope: str) -> tuple[str, ...]:
    """The wider scopes that hold a scope within: "document.cccd.so:read" is in "document.cccd.*:read"."""
    name, _, verb = scope.partition(":")
    if name == "predicate":
        return ("predicate:*",)
    parts = name.split(".")
    if len(parts) == 3 and parts[2] != "*":
        return (f"{parts[0]}.{parts[1]}.*:{verb}",)
    return ()

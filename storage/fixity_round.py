"""The weekly round over all stored objects, as the DAG `fixity` calls it: copy, check both sites, tell."""

from errors import ObjectDamaged
from storage.copies import bring_copies, known_bad
from storage.fixity import Bound, fixity_run
from storage.fixity_rows import Site
from storage.objects import ObjectStore
from storage.warehouse import Warehouse


def copy_new(warehouse: Warehouse, store: ObjectStore, copy: ObjectStore | None) -> int:
    """How many objects were brought into the second copy; 0 without one."""
    return bring_copies(warehouse, store, copy).copied if copy else 0


def check_share(warehouse: Warehouse, store: ObjectStore, copy: ObjectStore | None, share: float) -> int:
    """How many objects were read again, at both sites. `share`: 0..1 of each."""
    sites = ((Site.ORIGINALS, store), (Site.COPY, copy))
    return sum(fixity_run(warehouse, each, site, Bound(share)).looked for site, each in sites if each)


def refuse_damage(warehouse: Warehouse) -> None:
    """Raises ObjectDamaged while anything is damaged or lost in either site."""
    bad = {site: known_bad(warehouse, site) for site in Site}
    if any(bad.values()):
        told = ", ".join(f"{site.name.lower()} {number}" for site, number in bad.items())
        raise ObjectDamaged(f"damaged or lost: {told}; see `hoso objects show`, then `hoso objects restore`")

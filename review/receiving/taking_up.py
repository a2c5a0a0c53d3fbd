"""What was handed in at the counter goes its way where no scheduler takes it up: in the embedded run."""

import pipeline
from storage.states import DossierState
from system import System

CHANNEL = "counter"  # in the manifest of what is handed in there
_BY_ITSELF = (DossierState.RECEIVED, DossierState.READ, DossierState.EXTRACTED, DossierState.RESOLVED)


def take_up(system: System) -> int:
    """Run the whole way of each dossier of the counter that waits for the machine; how many. One that waits for a
    register is left to the next run of all: a register that is down is not asked every few seconds."""
    ids = [one.id for one in system.warehouse.dossiers(*_BY_ITSELF) if one.manifest.channel == CHANNEL]
    for dossier_id in ids:
        pipeline.run(dossier_id, system)
    return len(ids)

"""Makes importable what the folders below share and lies beside this file: `scan_makers`."""

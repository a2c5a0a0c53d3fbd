"""Makes importable what several folders of tests share and lies beside this file: `made_dossiers`, `whole_road`."""

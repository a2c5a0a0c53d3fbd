"""Which papers a scan holds, where each begins, and which pages belong together."""

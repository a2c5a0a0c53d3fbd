"""What stands over the print, taken off, its place kept: stamps, leaders, rules, boxes."""

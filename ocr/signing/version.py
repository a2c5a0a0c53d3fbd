"""The version of what validates: kept with every report, so that one of before can be told from one of today."""

VERSION = "signatures-1 pyhanko-0.38"

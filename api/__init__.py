"""The reuse service: what is held, is it enough, who used it; signed answers over HTTP for other systems."""

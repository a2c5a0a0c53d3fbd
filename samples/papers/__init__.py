"""One module a paper: each draws its paper on a `Sheet` from what the paper says."""

"""Letters: where they stand, line by line, and the engines that read them."""

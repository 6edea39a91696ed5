nothing to look at

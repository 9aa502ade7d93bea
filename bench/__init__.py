"""Measures mmservices against its peers: the same files and images, in one run, in turn. `make bench` runs it."""

"""Each check gives its faults as a list of sentences; an empty list is a pass."""

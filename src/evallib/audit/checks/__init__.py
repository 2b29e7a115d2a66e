"""Checks (核对项): each module looks for one kind of relation and yields identities or findings."""

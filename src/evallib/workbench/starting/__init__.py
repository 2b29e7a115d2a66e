"""Starting (起步): a new workspace, what the machine has, and what comes next."""

"""Headers (表头): where they stand, and which column each means."""

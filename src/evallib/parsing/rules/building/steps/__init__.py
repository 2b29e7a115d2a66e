"""Rules that step away from a target: where the steps begin, what each costs, what bounds them."""

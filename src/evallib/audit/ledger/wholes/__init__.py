"""Wholes (合计与分项): claims that parts make up a whole."""

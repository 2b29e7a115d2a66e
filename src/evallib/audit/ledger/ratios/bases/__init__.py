"""Bases (比率的基数): what a rate or a share is of where it stands further off, or bears another name there."""

"""Release (发布检查): what is published is opened once more, and what may not leave is withheld."""

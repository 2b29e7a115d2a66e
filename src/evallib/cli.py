"""`evallib`: every verb a person needs."""

import typer

app = typer.Typer(no_args_is_help=True)

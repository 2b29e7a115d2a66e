"""The workbench (工作台): what an analyst opens in a notebook, and finds by Tab."""

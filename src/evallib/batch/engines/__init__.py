"""Engines (执行引擎): how a notebook is run, here or on a cluster."""

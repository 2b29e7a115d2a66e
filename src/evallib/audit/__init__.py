"""Audit (勾稽核对): published figures against recomputed ones."""

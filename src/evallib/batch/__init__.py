"""Batch (批量): one notebook per unit × year through papermill."""

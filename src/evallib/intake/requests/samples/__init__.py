"""Synthetic orders (合成工单): exports to try things with, marked as such."""

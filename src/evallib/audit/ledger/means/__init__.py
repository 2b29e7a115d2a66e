"""Means (平均与倍数): how many times as much, and how much for each."""

"""Accounts (收支平衡): what comes in, goes out and is carried over."""

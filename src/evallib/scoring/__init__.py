"""Scoring (评分): frameworks as data, scorecards with a trace of every point."""

"""Inputs (评分数据): where the figures of a scorecard come from."""

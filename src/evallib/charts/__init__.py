"""Charts (图表): indicator frames → plotly figures; no maths of their own."""

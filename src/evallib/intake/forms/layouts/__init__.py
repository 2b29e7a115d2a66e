"""Layouts (版式): forms not laid out as rows under one header, brought into that shape; cells keep their names."""

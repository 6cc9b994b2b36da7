"""Plotly figures made from counts; one function a chart."""

"""All input and output of the project; knows nothing of Streamlit or Plotly."""

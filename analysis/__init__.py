"""Pure survey logic: no input, no output, no clock, no Streamlit, no SQL."""

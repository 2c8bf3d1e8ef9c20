"""A bare Streamlit page to measure the dashboard beside; `?chart=1` adds one scatter chart of 132 points."""

import streamlit as st

st.title("A bare page")
st.markdown("A text, and a control.")
st.slider("A control", 0, 100, 50)
if "chart" in st.query_params:
    import altair as alt
    import pandas as pd

    points = pd.DataFrame({"x": range(132), "y": [place * place % 97 for place in range(132)]})
    st.altair_chart(alt.Chart(points).mark_point().encode(x="x", y="y"))

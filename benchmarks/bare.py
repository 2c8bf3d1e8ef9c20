"""A bare Streamlit page to measure the dashboard beside; `?chart=1` adds one small chart."""

import streamlit as st

st.title("A bare page")
st.markdown("A text, and a control.")
st.slider("A control", 0, 100, 50)
if "chart" in st.query_params:
    st.vega_lite_chart(
        {
            "data": {"values": [{"x": place, "y": place * place % 7} for place in range(20)]},
            "mark": "point",
            "encoding": {
                "x": {"field": "x", "type": "quantitative"},
                "y": {"field": "y", "type": "quantitative"},
            },
        }
    )

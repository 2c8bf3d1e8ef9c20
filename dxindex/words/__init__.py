"""What figures support, in plain sentences: plain values in, texts out; between ``**`` stands what is printed bold.

The dashboard and the published site both speak from here, so that they say the same.
"""

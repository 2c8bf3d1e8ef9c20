"""The published site: what its pages say, and how they are written. Plain frames in, files out; no figures are loaded here."""

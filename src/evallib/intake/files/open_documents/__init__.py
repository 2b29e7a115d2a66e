"""Open documents (开放文档 .ods): how large they are, what their formats say, and what their cells do not tell."""

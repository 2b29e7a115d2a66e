"""Pages (网页): blocks, templates and the pages made of them."""

"""Word (docx): a thin writer from the tree of a draft to Office Open XML, through python-docx."""

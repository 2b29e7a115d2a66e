"""Claims (文句中的数字关系): the grammar of the sentences in which reports tell their figures.

`mentions` finds the figures of a text, `cues` tells what the words around a figure make of it, `passages` puts both
together. Nothing here decides whether a claim is true.
"""

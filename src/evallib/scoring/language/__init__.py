"""Language (计算语言): one expression is computed, told in Chinese and written as an Excel formula."""

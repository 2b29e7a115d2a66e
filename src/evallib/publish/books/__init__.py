"""Books (工作簿): working papers, checked copies and audit workbooks."""

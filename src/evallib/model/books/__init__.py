"""Books (工作簿): how every workbook is opened, formatted and written."""

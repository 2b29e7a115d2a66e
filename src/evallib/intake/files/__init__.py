"""Files (文件): guarded, opened and read into cells, whatever their format."""

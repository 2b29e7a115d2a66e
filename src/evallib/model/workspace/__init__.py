"""The workspace (工作区): its folders, units and files, and how they are written."""

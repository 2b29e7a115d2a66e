"""Forms (表单): blank tables and the official self-evaluation form."""

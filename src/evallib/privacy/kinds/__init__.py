"""Kinds of personal data (个人信息的种类): one module recognises each."""

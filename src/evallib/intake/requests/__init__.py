"""Requests (工单): exports of hotline work orders, from file to store."""

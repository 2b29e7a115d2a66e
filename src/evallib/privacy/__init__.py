"""Privacy (脱敏): masking of personal data."""

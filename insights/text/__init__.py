"""Words made ready for judges and for display: cleaning, redaction, language, encoding."""

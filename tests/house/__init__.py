"""The house rules, kept by tests whose failures tell the fix."""

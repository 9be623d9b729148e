"""Slack's door, tried against a double of Slack."""

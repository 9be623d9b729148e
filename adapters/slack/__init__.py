"""Slack: direct messages, channels, forms and the home tab of an app in a workspace."""

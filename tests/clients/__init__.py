"""The bot against what others have made: a Slack emulator, Slack's own types, and a drawing of its cards."""

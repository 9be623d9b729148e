"""What an idea is: its life, its people, its promises. Pure, and imports nothing of ours."""

"""What must hold for ideas."""

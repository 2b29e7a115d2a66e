"""What if (假设测算): many scores, movements, sensitivity."""

"""What whoever runs the dashboard asks of it: is it ready, what happens, and to stop gently."""

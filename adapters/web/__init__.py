"""The try-it page: employees, coaches and channels side by side in a browser."""

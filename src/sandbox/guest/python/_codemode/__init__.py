"""The guest's side of a Python session: everything in here runs inside the locked process, beside the program."""

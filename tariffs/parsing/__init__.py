"""The bytes of a file → coded cells, in a process of its own that may take little and reach nothing.

Files come from strangers. What takes them apart runs in a child process (``child.py``) with limits on memory and time,
no open files and no way to open any; it can answer with text and numbers only. So it imports the standard library and
itself, and nothing else: that keeps it small, and quick to start.
"""

"""What is stored in the bytes of an .xls, .xlsb or .ods file, as coded cells.

These modules use the standard library only and know nothing of what cells mean, so that they can run in a process that
may do nothing else.
"""

"""What is kept: the database, and the files. Every query of a firm goes through ``FirmSession``."""

from optimizer.web.store.database import Database, FirmSession, OtherFirmError, SystemSession
from optimizer.web.store.files import FileStore, MissingFileError

__all__ = ["Database", "FileStore", "FirmSession", "MissingFileError", "OtherFirmError", "SystemSession"]

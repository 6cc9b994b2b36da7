"""Apache Superset as the benchmark runs it: SQLite for its own tables, files for its caches."""

import os
from pathlib import Path

FOLDER = Path(os.environ["SUPERSET_HOME"])
SECRET_KEY = "only-for-a-benchmark-on-this-machine"
SQLALCHEMY_DATABASE_URI = f"sqlite:///{FOLDER / 'superset.db'}"
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
SUPERSET_WEBSERVER_TIMEOUT = 120
PREVENT_UNSAFE_DB_CONNECTIONS = False
CACHE_CONFIG = {
    "CACHE_TYPE": "FileSystemCache", "CACHE_DIR": str(FOLDER / "cache"),
    "CACHE_DEFAULT_TIMEOUT": 86400, "CACHE_THRESHOLD": 100_000,
}
DATA_CACHE_CONFIG = {**CACHE_CONFIG, "CACHE_DIR": str(FOLDER / "cache-data")}
FILTER_STATE_CACHE_CONFIG = EXPLORE_FORM_DATA_CACHE_CONFIG = CACHE_CONFIG
RATELIMIT_ENABLED = False

"""The only state: who is who (study.lock), and the careful writing of files."""

from generator.store.atomic import locked, write_all, write_atomic
from generator.store.identity import identify, resolve
from generator.store.lock import LOCK_NAME, read_lock, write_lock
from generator.store.records import Lock, Record, State
from generator.store.sources import load_lock, rebuild_from_bank_json

__all__ = [
    "LOCK_NAME",
    "Lock",
    "Record",
    "State",
    "identify",
    "load_lock",
    "locked",
    "read_lock",
    "rebuild_from_bank_json",
    "resolve",
    "write_all",
    "write_atomic",
    "write_lock",
]

"""Objects by their names, in a bucket of S3 or the like; its errors in words."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import obstore
from obstore import exceptions
from obstore.store import from_url

from lib.studies.store.engines.engine import OutOfReachError

if TYPE_CHECKING:  # they are not there at run time
    from obstore import UpdateVersion
    from obstore.store import ClientConfig, ObjectStore, RetryConfig

_WORDS: dict[type[Exception], str] = {
    exceptions.PermissionDeniedError: "its credentials do not suffice",
    exceptions.UnauthenticatedError: "its credentials do not suffice",
    exceptions.NotSupportedError: "it cannot replace an object on a condition",
}
_LOG = logging.getLogger("response_decay")
_RETRIES: "RetryConfig" = {"max_retries": 2, "retry_timeout": timedelta(seconds=5)}
_QUICK, _LONG = timedelta(seconds=5), timedelta(minutes=5)  # for one request


class Bucket:
    """The objects under an address such as `s3://bucket/prefix`.

    Everything else is set up in the environment, such as `AWS_ENDPOINT_URL` and credentials.
    """

    def __init__(self, address: str) -> None:
        self._small, self._large = _open(address, _QUICK), _open(address, _LONG)

    def get(self, name: str) -> bytes | None:
        """The bytes of an object; None if there is none."""
        with _explain_errors():
            try:
                return bytes(obstore.get(self._large, name).bytes())
            except FileNotFoundError:
                return None

    def get_with_tag(self, name: str) -> "tuple[bytes, UpdateVersion] | None":
        """The bytes of a small object, and what tells it from any other that was under its name."""
        with _explain_errors():
            try:
                found = obstore.get(self._small, name)
                return bytes(found.bytes()), _tag(found.meta["e_tag"], found.meta["version"])
            except FileNotFoundError:
                return None

    def start_of(self, name: str, length: int) -> bytes:
        """The first bytes of an object; none if there is none."""
        with _explain_errors():
            try:
                return bytes(obstore.get_range(self._small, name, start=0, length=length))
            except FileNotFoundError:
                return b""

    def put(self, name: str, data: bytes) -> None:
        """Write an object, in place of the one before."""
        with _explain_errors():
            obstore.put(self._large, name, data, use_multipart=False)

    def create(self, name: str, data: bytes) -> None:
        """Write an object unless it is there."""
        with _explain_errors():
            try:
                obstore.put(self._large, name, data, mode="create")
            except exceptions.AlreadyExistsError:
                return

    def swap(self, name: str, data: bytes, tag: "UpdateVersion | None") -> bool:
        """Write a small object in place of the one with a tag, or of none; False if it is not."""
        with _explain_errors():
            try:
                obstore.put(self._small, name, data, mode=tag or "create")
            except (
                exceptions.AlreadyExistsError,
                exceptions.PreconditionError,
                FileNotFoundError,
            ):
                return False
            return True

    def delete(self, name: str) -> None:
        """Delete an object if it is there."""
        with _explain_errors():
            try:
                obstore.delete(self._small, name)
            except FileNotFoundError:
                return

    def names(self, folder: str) -> list[str]:
        """The names of the objects in a folder, without it."""
        with _explain_errors():
            pages = obstore.list(self._small, folder, chunk_size=1000)
            found = [each["path"] for page in pages for each in page]
        return sorted(path.rpartition("/")[2] for path in found)


def _tag(e_tag: str | None, version: str | None) -> "UpdateVersion":
    """Stores differ in which of the two they compare."""
    tag: UpdateVersion = {}
    if e_tag is not None:
        tag["e_tag"] = e_tag
    if version is not None:
        tag["version"] = version
    return tag


def _open(address: str, timeout: timedelta) -> "ObjectStore":
    options: ClientConfig = {"connect_timeout": timedelta(seconds=3), "timeout": timeout}
    if os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true":
        options["allow_http"] = True
    return from_url(address, client_options=options, retry_config=_RETRIES)


@contextmanager
def _explain_errors() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:  # of what is written, or of a list
        _LOG.warning("Object store: %s", error)
        raise OutOfReachError("its bucket is missing") from error
    except exceptions.BaseError as error:
        _LOG.warning("Object store: %s", error)
        reason = next((words for kind, words in _WORDS.items() if isinstance(error, kind)), "")
        raise OutOfReachError(reason or "it does not answer") from error

"""WebKitGTK on a screen that nobody sees."""

import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.webkitgtk.service import Service


def webkit_path() -> str | None:
    """Where the driver of the system's WebKitGTK is, if it has one and a screen to draw on."""
    return shutil.which("WebKitWebDriver") if shutil.which("Xvfb") else None


class WebKit:
    """A window of a running WebKitGTK."""

    def __init__(self, driver: webdriver.WebKitGTK) -> None:
        self._driver = driver

    def open(self, address: str) -> None:
        self._driver.get(address)

    def run(self, expression: str) -> Any:
        """Give the value of an expression in the page, or what its promise comes to."""
        return self._driver.execute_script(f"return ({expression})")

    def click(self, x: float, y: float) -> None:
        actions = ActionChains(self._driver, duration=0)
        actions.w3c_actions.pointer_action.move_to_location(round(x), round(y)).click()
        actions.perform()

    def press(self, key: str) -> None:
        ActionChains(self._driver).send_keys(key).perform()


@contextmanager
def webkit() -> Iterator[WebKit]:
    """Start the system's WebKitGTK."""
    with _screen() as display:
        variables = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"}
        service = Service(webkit_path(), env=variables)
        with warnings.catch_warnings():
            # Selenium warns of what its own driver of WebKitGTK does.
            warnings.simplefilter("ignore", DeprecationWarning)
            driver = webdriver.WebKitGTK(service=service)
        try:
            driver.set_window_size(1280, 900)
            yield WebKit(driver)
        finally:
            driver.quit()


@contextmanager
def _screen() -> Iterator[str]:
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    process = subprocess.Popen(
        command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait(20)

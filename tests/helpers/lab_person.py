"""Somebody who sits at the laboratory and sees only the screen."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from served_lab import TOKEN

PROMPT = ".jp-CodeCell .jp-InputPrompt"
PATIENCE = 120_000  # the machines that run this are busy


class Person:
    """Somebody who sees only the screen."""

    def __init__(self, browser, lab):
        self.context = browser.new_context(
            viewport={"width": 1400, "height": 1000}, locale="zh-CN", accept_downloads=True
        )
        self.page = self.context.new_page()
        self.lab, self.elsewhere, self.errors = lab, [], []
        self.page.on("request", lambda request: self._note(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, address):
        if not address.startswith((self.lab.address, self.lab.address.replace("http", "ws"), "data:", "blob:")):
            self.elsewhere.append(address)

    def open(self, path=""):
        """A notebook, as soon as its kernel rests and the page knows it: before that, running asks for a kernel."""
        self.page.goto(self.lab.page(path), timeout=PATIENCE)
        self.shown().locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=PATIENCE)
        name, end = Path(path or "开始.ipynb").name, time.monotonic() + PATIENCE / 1000
        while not any(
            session["name"] == name and session["kernel"]["execution_state"] == "idle"
            for session in self.lab.json(f"api/sessions?token={TOKEN}")
        ):
            assert time.monotonic() < end, name
            self.page.wait_for_timeout(250)
        self.page.wait_for_function("document.body.innerText.includes('| 空闲')", timeout=PATIENCE)
        self.shown().locator(".jp-Toolbar-kernelName", has_text="Python").wait_for(timeout=PATIENCE)

    def run_all(self):
        """By the menu; over when every cell whose number is on the screen has a new one, and the kernel rests."""
        before, end = max(map(int, self._numbers()), default=0), time.monotonic() + PATIENCE / 1000
        self.menu("运行", "运行所有单元格")
        while any(int(number) <= before for number in self._numbers()) or self._numbers("[*]| "):
            assert time.monotonic() < end, self._numbers(".*")
            self.page.wait_for_timeout(250)
        self.shown().locator("[data-status='idle']").first.wait_for(timeout=PATIENCE)

    def _numbers(self, kind="[0-9]+"):
        """What stands beside the cells: a number, a star while it waits, nothing before."""
        return [
            found
            for text in self.shown().locator(PROMPT).all_text_contents()
            for found in re.findall(rf"\[({kind})\]", text)
        ]

    def menu(self, *words):
        self.page.locator(".lm-MenuBar-item", has_text=words[0]).click()
        for word in words[1:]:
            exact = self.page.get_by_text(word, exact=True)
            self.page.locator(".lm-Menu-item", has=exact).last.click()

    def wait_for(self, words):
        try:
            self.page.wait_for_function("words => document.body.innerText.includes(words)", arg=words, timeout=PATIENCE)
        finally:
            self.keep("lab-last")

    def shown(self):
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

    def keep(self, name):
        if folder := os.environ.get("EVALLIB_PICTURES"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png")

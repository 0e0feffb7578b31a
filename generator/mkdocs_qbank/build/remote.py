"""What git knows of a repository and its host."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from mkdocs_qbank.build.git import GitError, run_git
from mkdocs_qbank.build.revision import repository_of

MAIN = "main"
_ADDRESS = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/\s]*@)?(?P<host>[\w.-]+)(?::\d+)?/|(?:[\w.-]+@)?(?P<scp>[\w.-]+\.[\w-]+):)"
    r"(?P<path>[\w.-]+(?:/[\w.-]+)+)/?",
    re.ASCII,
)
_BRANCH = re.compile(r"[A-Za-z0-9][\w./-]{0,100}", re.ASCII)
_EDIT = {"github.com": "edit/{branch}/", "gitlab.com": "-/edit/{branch}/", "codeberg.org": "_edit/{branch}/"}
"""How the address that edits a file goes on from that of the repository, by host."""
_PAGES = {"github.com": "github.io", "gitlab.com": "gitlab.io", "codeberg.org": "codeberg.page"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Remote:
    """A repository on a host, as its address tells."""

    host: str
    path: str

    @property
    def url(self) -> str:
        """The address for people."""
        return f"https://{self.host}/{self.path}"

    @property
    def owner(self) -> str:
        """The person or organization that it belongs to."""
        return self.path.split("/")[0]

    @property
    def site_url(self) -> str:
        """Where its host publishes its pages, or an empty text."""
        if self.host not in _PAGES or self.path.count("/") != 1:
            return ""
        domain = f"{self.owner.lower()}.{_PAGES[self.host]}"
        name = self.path.split("/")[1]
        return f"https://{domain}/" if name.lower() == domain else f"https://{domain}/{name}/"

    def edit_uri(self, branch: str, folder: str) -> str:
        """Return what leads from its address to the page that edits a file of a folder, or an empty text."""
        return f"{_EDIT[self.host].format(branch=branch)}{folder}/" if self.host in _EDIT else ""


def remote_of(address: str) -> Remote | None:
    """Return the repository at an address of git or of a browser. Names and passwords in it are left out."""
    match = _ADDRESS.fullmatch(address.strip())
    if match is None:
        return None
    return Remote(host=(match["host"] or match["scp"]).lower(), path=match["path"].removesuffix(".git"))


def git_remote(folder: Path) -> Remote | None:
    """Return the remote of a folder's repository: that of its branch, which is most often 'origin'."""
    for arguments in (("remote", "get-url", "origin"), ("ls-remote", "--get-url")):
        found = run_git(folder, *arguments)
        if found.fault is None and (remote := remote_of(found.output.decode("utf-8", "replace"))):
            return remote
    return None


def git_branch(folder: Path) -> str:
    """Return the branch that people work from: the remote's own, or the one at hand, or 'main'."""
    for name in ("refs/remotes/origin/HEAD", "HEAD"):
        found = run_git(folder, "symbolic-ref", "--quiet", "--short", name)
        branch = found.output.decode("utf-8", "replace").strip().removeprefix("origin/")
        if found.fault is None and _BRANCH.fullmatch(branch):
            return branch
    return MAIN


def is_branch(name: str) -> bool:
    """Return whether a text can be the name of a branch in a workflow and in an address."""
    return bool(_BRANCH.fullmatch(name))


def root_of(folder: Path) -> Path | None:
    """Return the root of the repository that a folder is in, or None."""
    try:
        return repository_of(folder).resolve()
    except GitError:
        return None

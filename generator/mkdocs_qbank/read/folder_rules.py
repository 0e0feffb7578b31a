"""The rules for files and folders by their names and places."""

from __future__ import annotations

from mkdocs_qbank.findings.finding import Rule, Severity

SYMLINK = Rule(
    id="symlink",
    summary="The content folder contains no symbolic links.",
    why="A link can lead out of the repository: what it leads to would be published without anybody having "
    "reviewed it, and on another machine it leads elsewhere or nowhere.",
    help="Put the file itself here; what a link leads to is never read or published.",
    fails="questions/metrics/elsewhere.md",
    passes="questions/metrics/what-is-it.md",
)
UNSAFE_FILE = Rule(
    id="unsafe-file",
    summary="Files beside pages are of kinds that no browser runs: pictures, plain data, fonts.",
    why="A page, script or SVG below content/pages would be served from the site's own address, where browsers "
    "let it do all that the site's scripts may do.",
    help="Leave it out, or have a maintainer put it into theme_overrides/, where it is reviewed as code.",
    fails="pages/extra.html",
    passes="pages/index.md",
)
BAD_NAME = Rule(
    id="bad-name",
    summary="A file or folder is named with letters, digits, dots, hyphens, underscores and single spaces.",
    why="A name becomes an address and is shown in reports. Other characters break links or shells, look like "
    "something else, or cannot be stored on Windows or macOS.",
    help="Rename it: letters of any script, digits, '.', '_', '-' and single spaces between them.",
    fails="pages/about & more.md",
    passes="pages/about and more.md",
)
HOST_FILE = Rule(
    id="host-file",
    summary="A file that the host of the site reads is published only if mkdocs.yml names it.",
    why="Hosts and crawlers obey files such as CNAME, _redirects and robots.txt, so a person who adds one can move "
    "the site or hide it.",
    help="Remove it, or have a maintainer name its path below content/pages in mkdocs.yml, "
    "under the options of the plugin qbank: host_files: [CNAME].",
    fails="pages/robots.txt",
    passes="pages/index.md",
)
COLLIDING_NAME = Rule(
    id="colliding-name",
    summary="Each file and each page has an address of its own, also on disks that ignore case.",
    why="Only one of two files with one address can be published. On a disk that ignores case, which one depends "
    "on the machine.",
    help="Rename one of the two.",
    fails="pages/about.md\npages/about/index.md",
    passes="pages/about.md",
)
STRAY_FILE = Rule(
    id="stray-file",
    summary="The folder questions/ contains only topics, and each topic only question files and their images.",
    why="The file is not published, so the person who added it waits for a page that never comes.",
    help="Move it to content/questions/<topic>/<id>.md or .yml, or remove it.",
    fails="questions/metrics/notes.txt",
    passes="questions/metrics/what-is-it.md",
    severity=Severity.WARNING,
)
MISSING_TOPIC = Rule(
    id="missing-topic",
    summary="Each topic's folder has a _topic.yml with its title.",
    why="Without a title, the topic is named after its folder, and its page has no description.",
    help="Write a _topic.yml there with the lines 'title: …' and 'description: …'.",
    fails="questions/metrics/what-is-it.md",
    passes="questions/metrics/what-is-it.md\nquestions/metrics/_topic.yml",
    severity=Severity.WARNING,
)
NO_BANK = Rule(
    id="no-bank",
    summary="A bank's content folder contains a folder questions/.",
    why="There is nothing to publish. Usually the command was started in another folder, or --content names a "
    "wrong one.",
    help="Name the content folder with --content, or make questions/<topic>/<id>.md in it.",
    fails="pages/index.md",
    passes="questions/metrics/what-is-it.md",
)
EMPTY_TOPIC = Rule(
    id="empty-topic",
    summary="A topic has at least one question.",
    why="Readers would open a topic and find nothing, so it is not published.",
    help="Add a question to its folder, or remove the folder.",
    fails="questions/empty/_topic.yml",
    passes="questions/metrics/what-is-it.md",
    severity=Severity.WARNING,
)
BANK_COPY = Rule(
    id="bank-copy",
    summary="The copy of another bank's list of questions is the one that mkdocs.yml pins by its hash.",
    why="Links to that bank are checked against the copy, and its titles are shown, so nobody may change it unseen.",
    help="Run 'qbank banks', and review what it writes.",
    fails='"id":"black_tea"',
    passes='"id":"black-tea"',
    severity=Severity.WARNING,
)

RULES = (
    SYMLINK,
    UNSAFE_FILE,
    BAD_NAME,
    HOST_FILE,
    COLLIDING_NAME,
    STRAY_FILE,
    MISSING_TOPIC,
    NO_BANK,
    EMPTY_TOPIC,
    BANK_COPY,
)

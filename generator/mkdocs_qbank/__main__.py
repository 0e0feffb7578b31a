"""`python -m mkdocs_qbank` is the command `qbank`."""

from mkdocs_qbank.cli.main import main

if __name__ == "__main__":
    main()

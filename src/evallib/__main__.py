"""`python -m evallib` is `evallib`."""

from evallib.cli import main

if __name__ == "__main__":
    main()

"""`python -m councilplans` is `councilplans`."""

from pipeline.cli import main

if __name__ == "__main__":
    main()

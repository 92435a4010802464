"""`python -m share_board` is `share-board`."""

from share_board.cli import main

main()

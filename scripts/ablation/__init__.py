"""Takes each named weight, threshold and rule of a room out in turn and shows what changes: what changes nothing goes.

`python -m scripts.ablation [ROOM…]`, or `make ablate`. Rooms are declared in rooms.toml beside this file.
"""

"""Many files: found, handed to worker processes under limits, resumed where a run was stopped."""

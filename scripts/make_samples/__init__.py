"""The program that makes the sample plans: content as data, one layout a plan, one writer a producer."""

"""One file in, one `Document` out: readers of published formats that know geometry and nothing about councils."""

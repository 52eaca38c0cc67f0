"""What staff see of many cases at once: the work list, counts, figures. Facts only, nothing a citizen wrote."""

package io.caisson.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One measured figure.
 *
 * @param bound what it is to be at most, or at least if {@code atLeast}
 * @param peer what another programme needs for the same, and where that was measured
 */
record Figure(String name, String unit, double value, double bound, boolean atLeast, String peer) {
  static Figure atMost(String name, String unit, double value, double bound, String peer) {
    return new Figure(name, unit, value, bound, false, peer);
  }

  static Figure atLeast(String name, String unit, double value, double bound, String peer) {
    return new Figure(name, unit, value, bound, true, peer);
  }

  /** One that nothing is asked of. */
  static Figure told(String name, String unit, double value, String peer) {
    return atMost(name, unit, value, Double.POSITIVE_INFINITY, peer);
  }

  boolean kept() {
    return atLeast ? value >= bound : value <= bound;
  }

  /** The middle one of several runs; of an even number the worse one of the two. */
  static Figure median(List<Figure> runs) {
    List<Figure> sorted = runs.stream().sorted(Comparator.comparing(Figure::value)).toList();
    boolean lower = sorted.getFirst().atLeast() && sorted.size() % 2 == 0;
    return sorted.get(sorted.size() / 2 - (lower ? 1 : 0));
  }

  static String table(Map<String, Figure> figures) {
    Table table = new Table("figure", "measured", "bound", "kept", "peer");
    figures.forEach(
        (name, one) ->
            table.row(
                name,
                number(one.value) + " " + one.unit,
                one.bound == Double.POSITIVE_INFINITY
                    ? "none"
                    : (one.atLeast ? "≥ " : "≤ ") + number(one.bound) + " " + one.unit,
                one.kept() ? "yes" : "NO",
                one.peer));
    return table.toString();
  }

  private static String number(double value) {
    return value == 0
        ? "0"
        : String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 1 ? "%.2f" : "%.3f", value);
  }
}

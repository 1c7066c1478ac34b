package io.caisson.lives.app;

import io.caisson.lives.Roll;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One measured figure of a roll.
 *
 * @param bound what it is to be at most
 */
record RollFigure(String name, double value, double bound) {
  private static final double ALLOWED = 1.05;

  static List<RollFigure> of(Roll.Report report) {
    Roll.Size size = report.size();
    String roll = "virtual-roll: %d by %d, ".formatted(size.nodes(), size.surge());
    String time =
        String.format(
            Locale.ROOT,
            "%.1f s ÷ %d rounds of %.1f s",
            report.took().toMillis() / 1e3,
            report.rounds(),
            report.critical().toMillis() / 1e3 / report.rounds());
    return List.of(
        new RollFigure(roll + time, report.ratio(), ALLOWED),
        new RollFigure(roll + "moves per pod", report.moves().mean(), ALLOWED),
        new RollFigure(roll + "broken budgets and promises", report.broken().size(), 0));
  }

  boolean kept() {
    return value <= bound;
  }

  Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", name);
    all.put("value", value);
    all.put("bound", bound);
    all.put("bound_is", "most");
    all.put("kept", kept());
    return all;
  }

  static String table(List<RollFigure> figures) {
    int width = figures.stream().mapToInt(one -> one.name().length()).max().orElse(0);
    StringBuilder table = new StringBuilder();
    table.append("FIGURE").repeat(' ', width - 6).append("  MEASURED  BOUND    KEPT\n");
    for (RollFigure one : figures) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-" + width + "s  %8.3f  ≤ %5.2f  %s%n",
              one.name(),
              one.value(),
              one.bound(),
              one.kept() ? "yes" : "NO"));
    }
    return table.toString();
  }
}

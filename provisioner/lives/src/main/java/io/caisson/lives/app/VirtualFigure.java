package io.caisson.lives.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.caisson.lives.Roll;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One figure that was measured in virtual time.
 *
 * @param bound what it is to be at most
 */
record VirtualFigure(String name, double value, double bound) {
  private static final double ALLOWED = 1.05;

  static List<VirtualFigure> of(Roll.Report report) {
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
        new VirtualFigure(roll + time, report.ratio(), ALLOWED),
        new VirtualFigure(roll + "moves per pod", report.moves().mean(), ALLOWED),
        new VirtualFigure(roll + "broken budgets and promises", report.broken().size(), 0));
  }

  static List<VirtualFigure> of(int workers, int creates, Roll.Creation report) {
    String creation = "virtual-create: 1 + %d, %d servers/s, ".formatted(workers, creates);
    String time =
        String.format(
            Locale.ROOT,
            "%.1f s ÷ critical path of %.1f s",
            report.took().toMillis() / 1e3,
            report.critical().toMillis() / 1e3);
    double bound = ALLOWED + 2e3 / report.critical().toMillis();
    return List.of(
        new VirtualFigure(creation + time, report.ratio(), bound),
        new VirtualFigure(creation + "broken promises", report.broken().size(), 0));
  }

  boolean kept() {
    return value <= bound;
  }

  private Map<String, Object> json() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", name);
    all.put("value", value);
    all.put("bound", bound);
    all.put("bound_is", "most");
    all.put("kept", kept());
    return all;
  }

  /** With what they were measured under, as JSON or as a table below it. */
  static void print(
      PrintWriter out, List<VirtualFigure> figures, Map<String, String> conditions, boolean asJson)
      throws JsonProcessingException {
    if (asJson) {
      out.println(json(figures, conditions));
    } else {
      conditions.forEach((what, under) -> out.println(what + ": " + under));
      out.print(table(figures));
    }
    out.flush();
  }

  private static String json(List<VirtualFigure> figures, Map<String, String> conditions)
      throws JsonProcessingException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("figures", figures.stream().map(VirtualFigure::json).toList());
    all.put("conditions", conditions);
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(all);
  }

  private static String table(List<VirtualFigure> figures) {
    int width = figures.stream().mapToInt(one -> one.name().length()).max().orElse(0);
    StringBuilder table = new StringBuilder();
    table.append("FIGURE").repeat(' ', width - 6).append("  MEASURED  BOUND    KEPT\n");
    for (VirtualFigure one : figures) {
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

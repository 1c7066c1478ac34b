package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What benchmarks have measured: the median of all runs of a figure. */
final class BenchReport {
  private final Map<String, List<Figure>> figures = new LinkedHashMap<>();
  private final Map<String, String> conditions = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  void measured(Bench.Name bench, String under, List<Figure> measured) {
    conditions.put(bench.text(), under);
    for (Figure one : measured) {
      figures.computeIfAbsent(bench.text() + ": " + one.name(), _ -> new ArrayList<>()).add(one);
    }
  }

  void failed(Bench.Name bench, String why) {
    failures.put(bench.text(), why);
  }

  boolean kept() {
    return failures.isEmpty() && medians().values().stream().allMatch(Figure::kept);
  }

  private Map<String, Figure> medians() {
    Map<String, Figure> medians = new LinkedHashMap<>();
    figures.forEach((name, runs) -> medians.put(name, Figure.median(runs)));
    return medians;
  }

  void print(Output output) {
    if (output.table()) {
      conditions.forEach((bench, under) -> System.out.println(bench + ": " + under));
      System.out.println(Figure.table(medians()));
      failures.forEach((bench, why) -> System.out.println(bench + " failed: " + why));
    } else {
      output.one(tree(), "", List.of());
    }
  }

  JsonNode tree() {
    ObjectNode tree = Http.JSON.createObjectNode();
    ArrayNode list = tree.putArray("figures");
    medians()
        .forEach(
            (name, one) ->
                list.addObject()
                    .put("name", name)
                    .put("unit", one.unit())
                    .put("value", one.value())
                    .put("bound", one.bound())
                    .put("bound_is", one.atLeast() ? "least" : "most")
                    .put("kept", one.kept())
                    .put("peer", one.peer())
                    .put("runs", figures.getOrDefault(name, List.of()).size()));
    tree.set("conditions", Http.JSON.valueToTree(conditions));
    tree.set("failures", Http.JSON.valueToTree(failures));
    return tree;
  }
}

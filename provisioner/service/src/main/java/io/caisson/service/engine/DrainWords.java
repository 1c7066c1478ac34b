package io.caisson.service.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says in a sentence what a drain waits for: a few pods by name, and how many more. */
final class DrainWords {
  private static final int NAMED = 3;

  private DrainWords() {}

  static String of(Map<String, String> left) {
    String named =
        new TreeMap<>(left)
            .entrySet().stream()
                .limit(NAMED)
                .map(one -> one.getKey() + ": " + one.getValue())
                .collect(Collectors.joining("; "));
    return left.size() <= NAMED ? named : "%s; and %d more".formatted(named, left.size() - NAMED);
  }
}

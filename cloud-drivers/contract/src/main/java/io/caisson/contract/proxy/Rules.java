package io.caisson.contract.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which requests are to be spoiled, and how often still; the first rule that matches counts. */
final class Rules {
  private final List<Rule> rules = new ArrayList<>();

  synchronized void add(Predicate<Request> match, int times, Fault fault) {
    rules.add(new Rule(match, times, fault));
  }

  synchronized void clear() {
    rules.clear();
  }

  synchronized Optional<Fault> take(Request request) {
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (rule.times() > 0 && rule.match().test(request)) {
        rules.set(i, new Rule(rule.match(), rule.times() - 1, rule.fault()));
        return Optional.of(rule.fault());
      }
    }
    return Optional.empty();
  }

  private record Rule(Predicate<Request> match, int times, Fault fault) {}
}

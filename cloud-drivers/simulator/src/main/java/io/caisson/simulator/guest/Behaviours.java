package io.caisson.simulator.guest;

import io.caisson.simulator.model.BootedInstance;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Which guests misbehave. A later rule goes before an earlier one; most guests have none. */
public final class Behaviours {
  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  /** From their next boot on. */
  public void set(Predicate<BootedInstance> which, Behaviour behaviour) {
    rules.addFirst(new Rule(which, behaviour));
  }

  /** All guests boot well again. */
  public void clear() {
    rules.clear();
  }

  Behaviour of(BootedInstance instance) {
    return rules.stream()
        .filter(rule -> rule.which().test(instance))
        .map(Rule::behaviour)
        .findFirst()
        .orElseGet(Behaviour::normal);
  }

  private record Rule(Predicate<BootedInstance> which, Behaviour behaviour) {}
}

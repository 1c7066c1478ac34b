package io.caisson.service.traffic;

import java.util.function.Supplier;

/** One service of a cloud, such as its network, as one project reaches it. */
record Door(Gate gate, Breaker breaker) {
  <T> T read(Supplier<T> call) {
    return gate.read(breaker, call);
  }

  <T> T change(Supplier<T> call) {
    return gate.change(breaker, call);
  }

  void run(Runnable call) {
    change(
        () -> {
          call.run();
          return true;
        });
  }
}

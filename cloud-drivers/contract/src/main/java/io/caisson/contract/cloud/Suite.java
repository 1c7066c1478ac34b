package io.caisson.contract.cloud;

import io.caisson.spi.cloud.Cloud;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What all cases of one run share: the cloud, a direct way to it, and the mark of the run. */
final class Suite implements AutoCloseable {
  private static final int SLOWEST = 5;
  private final Environment environment;
  private final InstantSource clock = InstantSource.system();
  private final Cloud direct;
  private final Stock stock;
  private final String installation;
  private final AtomicInteger cases = new AtomicInteger();
  private final List<String> skipped = new ArrayList<>();
  private final List<Took> took = new ArrayList<>();

  Suite(Environment environment) {
    this.environment = environment;
    byte[] run = new byte[4];
    new SecureRandom().nextBytes(run);
    installation = "contract-" + HexFormat.of().formatHex(run);
    direct = environment.adapter().cloud(environment.member(), Tuning.USUAL);
    stock = Stock.of(direct.facts(), environment.supplies());
  }

  Environment environment() {
    return environment;
  }

  /** A connection that no proxy spoils. */
  Cloud direct() {
    return direct;
  }

  Stock stock() {
    return stock;
  }

  /** The installation in the marks of this run. */
  String installation() {
    return installation;
  }

  int nextCase() {
    return cases.incrementAndGet();
  }

  Instant now() {
    return clock.instant();
  }

  Sweep sweep() {
    return sweep(direct);
  }

  Sweep sweep(Cloud cloud) {
    return new Sweep(cloud, installation, environment.bounds().going());
  }

  void took(String name, Duration time) {
    took.add(new Took(name, time));
  }

  void skipped(String name, String reason) {
    skipped.add(name + ": " + reason);
  }

  private static void tell(Took slow) {
    System.out.printf("  %.1f s %s%n", slow.time().toMillis() / 1000.0, slow.name());
  }

  private record Took(String name, Duration time) {}

  @Override
  public void close() {
    System.out.printf(
        "Cloud contract on %s: %d cases, %d of them skipped, in %d s%n",
        environment.name(),
        cases.get(),
        skipped.size(),
        took.stream().mapToLong(t -> t.time().toMillis()).sum() / 1000);
    skipped.forEach(line -> System.out.println("  skipped " + line));
    took.stream()
        .sorted(Comparator.comparing(Took::time).reversed())
        .limit(SLOWEST)
        .forEach(Suite::tell);
    direct.close();
    environment.close();
  }
}

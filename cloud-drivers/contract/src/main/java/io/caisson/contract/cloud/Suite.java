package io.caisson.contract.cloud;

import io.caisson.spi.cloud.Cloud;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** What all cases of one run share: the cloud, a direct way to it, and the mark of the run. */
final class Suite implements CloseableResource {
  private final Environment environment;
  private final InstantSource clock = InstantSource.system();
  private final Cloud direct;
  private final Stock stock;
  private final String installation;
  private final AtomicInteger cases = new AtomicInteger();
  private final List<String> skipped = new ArrayList<>();

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

  void skipped(String name, String reason) {
    skipped.add(name + ": " + reason);
  }

  @Override
  public void close() {
    System.out.printf(
        "Cloud contract on %s: %d cases, %d of them skipped%n",
        environment.name(), cases.get(), skipped.size());
    skipped.forEach(line -> System.out.println("  skipped " + line));
    direct.close();
    environment.close();
  }
}

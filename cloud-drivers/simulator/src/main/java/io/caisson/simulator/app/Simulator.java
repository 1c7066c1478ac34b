package io.caisson.simulator.app;

import io.caisson.simulator.faults.FaultBook;
import io.caisson.simulator.faults.FaultServer;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Guests;
import io.caisson.simulator.model.Ids;
import io.caisson.simulator.model.RealTimeline;
import io.caisson.simulator.openstack.OpenStackServer;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A simulated data centre that runs in real time behind its OpenStack face. Everything that it
 * listens on is closed by {@link #close}.
 */
public final class Simulator implements AutoCloseable {
  private final RealTimeline timeline = new RealTimeline(Clock.systemUTC());
  private final Vertx vertx = Vertx.vertx();
  private final FaultBook faults;
  private final DataCentre dataCentre;
  private final OpenStackServer openStack;
  private final FaultServer administration;
  private final Guests guests;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private Simulator(SimulatorOptions options, Guests.Factory guestsFactory) {
    RandomGenerator random = random(options, 0);
    this.faults = new FaultBook(random(options, 1));
    this.dataCentre =
        new DataCentre(new DataCentre.Settings(timeline, random, options.timing(), faults));
    Furnishing furnishing = new Furnishing(new Ids(random(options, 2)), options);
    dataCentre.furnish(furnishing::fill);
    this.guests = guestsFactory.create(dataCentre, options.timing());
    dataCentre.listen(guests);
    SimulatorOptions.Listen listen = options.listen();
    this.openStack =
        OpenStackServer.start(
            vertx,
            dataCentre,
            new OpenStackServer.Shown(faults, random(options, 3)),
            new InetSocketAddress(listen.address(), listen.port()));
    this.administration = FaultServer.start(vertx, dataCentre, faults, listen.adminPort());
    describe(furnishing.environment());
  }

  /**
   * Starts one; it answers when this returns.
   *
   * @throws IllegalStateException if an address is taken
   */
  public static Simulator start(SimulatorOptions options, Guests.Factory guests) {
    return new Simulator(options, guests);
  }

  /** The model, for tests that judge by its log or change it from inside. */
  public DataCentre dataCentre() {
    return dataCentre;
  }

  public FaultBook faults() {
    return faults;
  }

  /** What a client needs, as environment variables. */
  public Map<String, String> environment() {
    return Collections.unmodifiableMap(environment);
  }

  /** One of {@link #environment}. */
  public String variable(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no such variable: " + name);
    }
    return value;
  }

  @Override
  public void close() {
    guests.close();
    openStack.close();
    administration.close();
    timeline.close();
    vertx.close();
  }

  private void describe(Map<String, String> furnished) {
    for (String prefix : new String[] {"OS_", "ADMIN_OS_", "OTHER_OS_"}) {
      environment.put(prefix + "AUTH_URL", openStack.authUrl());
    }
    environment.putAll(furnished);
    environment.put("SIMULATOR_ADMIN_URL", administration.url());
  }

  private static RandomGenerator random(SimulatorOptions options, long stream) {
    return options
        .seed()
        .<RandomGenerator>map(seed -> new Random(seed * 31 + stream))
        .orElseGet(SecureRandom::new);
  }
}

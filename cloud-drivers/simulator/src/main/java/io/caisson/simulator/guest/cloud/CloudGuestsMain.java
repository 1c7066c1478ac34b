package io.caisson.simulator.guest.cloud;

import io.caisson.simulator.guest.GuestFleet;
import io.caisson.simulator.machines.Bed;
import io.caisson.simulator.machines.MachineFleet;
import io.caisson.simulator.machines.PodNetwork;
import io.caisson.simulator.model.GuestSide;
import io.caisson.simulator.model.Guests;
import io.caisson.simulator.model.RealTimeline;
import io.caisson.simulator.model.Timeline;
import io.caisson.simulator.model.Timing;
import io.caisson.spi.net.Handshakes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code simulator --guests-of OPENRC}: plays the software inside all servers of another cloud, at
 * their fixed addresses, which must be loopback addresses of this machine. Runs until it is ended.
 *
 * <p>Options: {@code --interval SECONDS} between two looks (2), {@code --node SECONDS} and {@code
 * --api SECONDS} for how long a machine and an API server need (2). With {@code --machines CENTRE}
 * the servers are real machines in that data centre's namespace, at the addresses that the cloud
 * gave.
 */
public final class CloudGuestsMain {
  private static final int USAGE = 2;
  private static final double JITTER = 0.2;

  private CloudGuestsMain() {}

  /** Exit codes: 0 ended by a signal, 2 wrong arguments. */
  public static void main(String[] arguments) throws InterruptedException {
    Handshakes.quicken();
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(end, ended)));
    int code = run(List.of(arguments), System.out, System.err, end);
    ended.countDown();
    if (code != 0) {
      System.exit(code);
    }
  }

  /** What it has started ends before it. */
  private static void endAndWait(CountDownLatch end, CountDownLatch ended) {
    end.countDown();
    try {
      ended.await();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err, CountDownLatch end)
      throws InterruptedException {
    try {
      String openrc = Files.readString(Path.of(option(arguments, "--guests-of", "")));
      Duration interval = seconds(option(arguments, "--interval", "2"));
      Timing timing =
          new Timing(
              Duration.ZERO,
              seconds(option(arguments, "--node", "2")),
              seconds(option(arguments, "--api", "2")),
              JITTER);
      try (RealTimeline timeline = new RealTimeline(Clock.systemUTC());
          Guests fleet = guests(arguments, new Consoles(timeline, out), timing)) {
        CloudGuests guests = CloudGuests.of(openrc, System.getenv(), fleet);
        out.println("playing the guests of " + option(arguments, "--guests-of", ""));
        follow(guests, interval, out, end);
      }
      return 0;
    } catch (IllegalArgumentException | IllegalStateException | IOException wrong) {
      err.println("simulator: " + wrong.getMessage());
      err.println(
          "usage: simulator --guests-of OPENRC [--interval S] [--node S] [--api S]"
              + " [--machines CENTRE [--pod-network bridge|none]]");
      return USAGE;
    }
  }

  private static Guests guests(List<String> arguments, GuestSide cloud, Timing timing) {
    String centre = option(arguments, "--machines", "-");
    if (centre.equals("-")) {
      return new GuestFleet(cloud, timing, new SecureRandom());
    }
    PodNetwork podNetwork = PodNetwork.of(option(arguments, "--pod-network", "bridge"));
    return MachineFleet.in(Bed.ofThisCheckout(centre), podNetwork, cloud);
  }

  private static void follow(
      CloudGuests guests, Duration interval, PrintStream out, CountDownLatch end)
      throws InterruptedException {
    String reported = "";
    do {
      String state;
      try {
        guests.look();
        state = "servers: " + guests.names();
      } catch (IOException unknown) {
        state = "cannot look: " + unknown;
      }
      if (!state.equals(reported)) {
        out.println(state);
        reported = state;
      }
    } while (!end.await(interval.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static String option(List<String> arguments, String name, String otherwise) {
    for (String argument : arguments) {
      if (argument.startsWith(name + "=")) {
        return argument.substring(name.length() + 1);
      }
    }
    int at = arguments.indexOf(name);
    if (at >= 0 && at + 1 < arguments.size()) {
      return arguments.get(at + 1);
    }
    if (otherwise.isEmpty()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return otherwise;
  }

  private static Duration seconds(String text) {
    return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
  }

  /** The cloud's side of it is out of reach: consoles are printed here. */
  private record Consoles(Timeline timeline, PrintStream out) implements GuestSide {
    @Override
    public void appendConsole(String instanceId, String text) {
      text.lines().forEach(line -> out.println(instanceId.substring(0, 8) + " | " + line));
    }

    @Override
    public void powerOff(String instanceId) {}
  }
}

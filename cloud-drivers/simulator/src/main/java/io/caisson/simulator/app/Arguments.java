package io.caisson.simulator.app;

import io.caisson.simulator.app.SimulatorOptions.Addresses;
import io.caisson.simulator.app.SimulatorOptions.Listen;
import io.caisson.simulator.app.SimulatorOptions.Passwords;
import io.caisson.simulator.machines.PodNetwork;
import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.Guests;
import io.caisson.simulator.model.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The command line of {@link SimulatorMain}. */
record Arguments(boolean help, Map<String, String> given) {
  static final String USAGE =
      """
      Usage: simulator [OPTIONS]

      Runs a simulated data centre with an OpenStack API until it is ended.

        --bind ADDRESS          listen here (127.0.0.1)
        --port PORT             port of the OpenStack API; 0: any free one (15000)
        --admin-port PORT       port of the fault administration on 127.0.0.1; 0: any (0)
        --vm-delay TIME         until a server is ACTIVE (10s)
        --removal-delay TIME    until a deleted server is gone (a tenth of --vm-delay)
        --node-delay TIME       until a guest's node is registered (2s)
        --api-delay TIME        until a guest's API server answers (2s)
        --jitter SHARE          by which delays vary, 0 to below 1 (0.2)
        --seed NUMBER           same seed, same ids and passwords (unguessable ones)
        --tenant-cidr RANGE     loopback addresses of the networks `private` (127.48.0.0/12)
        --external-cidr RANGE   loopback addresses of the network `public` (127.40.0.0/16)
        --images NAME[,NAME]    of the form DISTRO-VERSION-ANYTHING (ubuntu-24.04-kubernetes)
        --machines CENTRE       every server is a real machine in this data centre's namespace, in
                                which this must run: see cloud-drivers/kubernetes-bed; needs root
        --pod-network WHICH     of machines: bridge, from their image, or none (bridge)
        --password WORD         of the user `demo` (generated)
        --admin-password WORD   of the user `admin` (generated)
        --other-password WORD   of the user `other` (generated)
        --env-file FILE         write credentials and names here, to be sourced by a shell
        --help                  this text

      TIME is a number with ms, s or m, such as 500ms.
      """;

  private static final List<String> KNOWN =
      List.of(
          "--bind",
          "--port",
          "--admin-port",
          "--vm-delay",
          "--removal-delay",
          "--node-delay",
          "--api-delay",
          "--jitter",
          "--seed",
          "--tenant-cidr",
          "--external-cidr",
          "--images",
          "--machines",
          "--pod-network",
          "--password",
          "--admin-password",
          "--other-password",
          "--env-file");

  /**
   * @throws IllegalArgumentException saying what is wrong
   */
  static Arguments parse(String[] words) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (word.equals("--help") || word.equals("-h")) {
        return new Arguments(true, Map.of());
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!KNOWN.contains(name)) {
        throw new IllegalArgumentException("unknown option: " + word);
      }
      if (equals < 0 && i + 1 == words.length) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      given.put(name, equals < 0 ? words[++i] : word.substring(equals + 1));
    }
    return new Arguments(false, given);
  }

  /**
   * @throws IllegalArgumentException saying which option has a wrong value
   */
  SimulatorOptions options() {
    Duration vm = duration("--vm-delay", "10s");
    Timing timing =
        new Timing(
            vm,
            duration("--removal-delay", vm.dividedBy(10).toMillis() + "ms"),
            duration("--node-delay", "2s"),
            duration("--api-delay", "2s"),
            share());
    return new SimulatorOptions(
        new Listen(
            text("--bind").orElse("127.0.0.1"), port("--port", 15000), port("--admin-port", 0)),
        new Addresses(
            range("--tenant-cidr", "127.48.0.0/12"), range("--external-cidr", "127.40.0.0/16")),
        timing,
        text("--seed").map(seed -> number("--seed", seed)),
        new Passwords(text("--password"), text("--admin-password"), text("--other-password")),
        text("--env-file").map(Path::of),
        List.of(text("--images").orElse(SimulatorOptions.IMAGE).split(",")));
  }

  /**
   * What runs inside the instances.
   *
   * @throws IllegalArgumentException saying which option has a wrong value
   */
  Guests.Factory guests() {
    PodNetwork podNetwork = PodNetwork.of(text("--pod-network").orElse("bridge"));
    return text("--machines")
        .map(centre -> GuestWiring.machines(centre, podNetwork))
        .orElseGet(GuestWiring::played);
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(given.get(name));
  }

  private int port(String name, int usual) {
    return text(name).map(value -> Math.toIntExact(number(name, value))).orElse(usual);
  }

  private static long number(String name, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(name + " takes a number, not '" + value + "'", wrong);
    }
  }

  private double share() {
    String value = text("--jitter").orElse("0.2");
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException("--jitter takes a share, not '" + value + "'", wrong);
    }
  }

  private Cidr range(String name, String usual) {
    try {
      return Cidr.parse(text(name).orElse(usual));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(name + ": " + wrong.getMessage(), wrong);
    }
  }

  private Duration duration(String name, String usual) {
    String value = text(name).orElse(usual).toLowerCase(Locale.ROOT);
    if (!value.matches("\\d{1,9}(ms|s|m)")) {
      throw new IllegalArgumentException(
          name + " takes a time such as 500ms or 10s, not '" + value + "'");
    }
    long number = Long.parseLong(value.replaceAll("\\D", ""));
    return switch (value.replaceAll("\\d", "")) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }

  /** Without the values, among which are passwords. */
  @Override
  public String toString() {
    return "Arguments" + given.keySet();
  }
}

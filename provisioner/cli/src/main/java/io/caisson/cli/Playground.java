package io.caisson.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A simulated data centre and a service beside it, as processes of their own with their state in
 * one folder.
 */
final class Playground {
  static final String ENV_FILE = "env";

  /** 127.1.0.0/16 to 127.39.0.0/16; the simulator's other networks are above them. */
  private static final int FLOATING_NETWORKS = 39;

  /**
   * For one host that does everything and is busy: of it each member of a real etcd gets a third to
   * answer, and a simulator that makes hundreds of machines at once may take longer than usual.
   */
  private static final Map<String, String> PATIENT = Map.of("CAISSON_CALL_LIMIT", "15s");

  private static final Duration START = Duration.ofSeconds(180);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final Path folder;
  private final Clock clock;

  Playground(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * How it is started.
   *
   * @param simulator options of the simulator
   * @param service more settings of the service, which win
   */
  record Settings(List<String> simulator, Map<String, String> service) {
    Settings {
      simulator = List.copyOf(simulator);
      service = Map.copyOf(service);
    }

    /**
     * With simulated guests on loopback addresses.
     *
     * @param delays options of the simulator
     */
    static Settings simulated(List<String> delays) {
      List<String> options = new ArrayList<>(delays);
      options.addAll(List.of("--external-cidr", floatingAddresses(freePort())));
      return new Settings(options, Map.of());
    }

    /** The same for much at once on one host, where nothing fails and much is slow. */
    Settings patient() {
      Map<String, String> all = new LinkedHashMap<>(service);
      all.putAll(PATIENT);
      return new Settings(simulator, all);
    }

    /**
     * With real machines as servers, which reach the service by their gateway's address.
     *
     * @param beds whose images the data centre offers; clusters begin with the first one
     */
    static Settings real(List<MachineBed> beds, String podNetwork) {
      String guests = "10.77.0.1:9443";
      return new Settings(
              List.of(
                  "--machines",
                  beds.getFirst().centre(),
                  "--images",
                  String.join(",", beds.stream().map(MachineBed::image).toList()),
                  "--pod-network",
                  podNetwork,
                  "--vm-delay",
                  "100ms",
                  "--tenant-cidr",
                  "10.77.0.0/23",
                  "--external-cidr",
                  "10.77.2.0/24"),
              Map.of("CAISSON_GUEST_BIND", guests, "CAISSON_GUEST_URL", "https://" + guests))
          .patient();
    }
  }

  Path folder() {
    return folder;
  }

  /** Starts both and waits until both answer; on failure nothing keeps running. */
  EnvFile start(Settings settings) {
    create();
    List<Process> started = new ArrayList<>();
    try {
      EnvFile cloud = simulator(settings, started);
      EnvFile all = service(cloud, settings, started);
      all.write(folder.resolve(ENV_FILE));
      return all;
    } catch (RuntimeException failed) {
      started.forEach(process -> end(process.toHandle()));
      throw failed;
    }
  }

  private void create() {
    try {
      Files.createDirectories(folder);
    } catch (IOException unwritable) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE,
          "cannot make %s: %s".formatted(folder, unwritable.getMessage()));
    }
    running()
        .ifPresent(
            env -> {
              throw new CommandFailed(
                  CommandFailed.Exit.FAILED,
                  "a playground runs in %s already; stop it with `caisson down --data %s`"
                      .formatted(folder, folder));
            });
  }

  private EnvFile simulator(Settings settings, List<Process> started) {
    Path file = folder.resolve("cloud.env");
    forget(file);
    List<String> command =
        new ArrayList<>(List.of("simulator", "--port", "0", "--env-file", file.toString()));
    command.addAll(settings.simulator());
    Process process = process("simulator", command, Map.of());
    started.add(process);
    await(
        "simulator",
        process,
        () -> Files.isReadable(file) && EnvFile.read(file).get("OS_AUTH_URL").isPresent());
    EnvFile env = EnvFile.read(file);
    await("simulator", process, () -> answers(env.need("OS_AUTH_URL")));
    return env.with("CAISSON_SIMULATOR_PID", Long.toString(process.pid()));
  }

  /** Playgrounds that stand beside each other give their clusters other addresses. */
  static String floatingAddresses(int port) {
    int block = port % (FLOATING_NETWORKS * 16);
    return "127.%d.%d.0/20".formatted(1 + block / 16, block % 16 * 16);
  }

  private EnvFile service(EnvFile cloud, Settings settings, List<Process> started) {
    String url = "http://127.0.0.1:" + freePort();
    Map<String, String> environment = serviceEnvironment(cloud, url);
    environment.putAll(settings.service());
    new EnvFile(environment).write(folder.resolve("service.env"));
    Process process = process("service", List.of("serve"), environment);
    started.add(process);
    await("service", process, () -> answers(url + "/v1"));
    return cloud
        .with("CAISSON_URL", url)
        .with("MAGNUM_URL", url + "/v1")
        .with("CAISSON_SERVICE_PID", Long.toString(process.pid()));
  }

  private Map<String, String> serviceEnvironment(EnvFile cloud, String url) {
    Map<String, String> environment = new LinkedHashMap<>();
    int guests = freePort();
    environment.put("CAISSON_DATA", folder.resolve("data").toString());
    environment.put("CAISSON_CALL_LIMIT", "5s");
    environment.put("CAISSON_LIST_LAG", "2s");
    environment.put("CAISSON_API_BIND", url.substring("http://".length()));
    environment.put("CAISSON_GUEST_BIND", "127.0.0.1:" + guests);
    environment.put("CAISSON_GUEST_URL", "https://127.0.0.1:" + guests);
    environment.put("CAISSON_KEYSTONE_URL", cloud.need("OS_AUTH_URL"));
    environment.put("CAISSON_REGION", cloud.get("OS_REGION_NAME").orElse("RegionOne"));
    cloud.get("ADMIN_OS_USERNAME").ifPresent(user -> serviceUser(cloud, user, environment));
    return environment;
  }

  private static void serviceUser(EnvFile cloud, String user, Map<String, String> environment) {
    environment.put("CAISSON_SERVICE_USERNAME", user);
    environment.put("CAISSON_SERVICE_PASSWORD", cloud.need("ADMIN_OS_PASSWORD"));
    environment.put("CAISSON_SERVICE_PROJECT_NAME", cloud.need("ADMIN_OS_PROJECT_NAME"));
  }

  /** The environment of the playground in this folder, if one runs. */
  Optional<EnvFile> running() {
    Path file = folder.resolve(ENV_FILE);
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    EnvFile env = EnvFile.read(file);
    return handles(env).stream().anyMatch(ProcessHandle::isAlive)
        ? Optional.of(env)
        : Optional.empty();
  }

  /** Stops exactly the processes that were started here, the service first. */
  int stop() {
    Path file = folder.resolve(ENV_FILE);
    if (!Files.isReadable(file)) {
      return 0;
    }
    List<ProcessHandle> alive =
        handles(EnvFile.read(file)).stream().filter(ProcessHandle::isAlive).toList();
    alive.forEach(this::end);
    forget(file);
    return alive.size();
  }

  /** What an earlier playground has written here says nothing about the next one. */
  private static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException late) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, "cannot remove " + file);
    }
  }

  private static List<ProcessHandle> handles(EnvFile env) {
    List<ProcessHandle> handles = new ArrayList<>();
    for (String name : List.of("CAISSON_SERVICE_PID", "CAISSON_SIMULATOR_PID")) {
      env.get(name).map(Long::parseLong).flatMap(ProcessHandle::of).ifPresent(handles::add);
    }
    return handles.stream().filter(Playground::isOurs).toList();
  }

  /** A process id can have been given to somebody else since. */
  private static boolean isOurs(ProcessHandle handle) {
    return handle.info().command().map(command -> command.endsWith("java")).orElse(true);
  }

  private void end(ProcessHandle process) {
    process.destroy();
    Instant limit = clock.instant().plus(STOP);
    while (process.isAlive() && clock.instant().isBefore(limit)) {
      Pause.of(Duration.ofMillis(50));
    }
    if (process.isAlive()) {
      process.destroyForcibly();
    }
  }

  private Process process(String name, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException failed) {
      throw new CommandFailed(
          CommandFailed.Exit.FAILED,
          "cannot start the %s: %s".formatted(name, failed.getMessage()));
    }
  }

  static String launcher() {
    String home = System.getProperty("caisson.home");
    if (home == null) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE, "start this command by the launcher, ./caisson");
    }
    return home + "/caisson";
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private void await(String name, Process process, BooleanSupplier ready) {
    Instant limit = clock.instant().plus(START);
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new CommandFailed(
            CommandFailed.Exit.FAILED, "the %s ended: %s".formatted(name, lastWords(name)));
      }
      if (clock.instant().isAfter(limit)) {
        throw new CommandFailed(
            CommandFailed.Exit.TIMED_OUT,
            "the %s does not answer after %d s: %s"
                .formatted(name, START.toSeconds(), lastWords(name)));
      }
      Pause.of(Duration.ofMillis(100));
    }
  }

  private String lastWords(String name) {
    try {
      List<String> lines = Files.readAllLines(log(name));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()))
          + "\n(all of it: %s)".formatted(log(name));
    } catch (IOException silent) {
      return "it wrote nothing";
    }
  }

  private static boolean answers(String url) {
    try {
      return Http.plain().ask("GET", url, Optional.empty()).status() < 500;
    } catch (CommandFailed silent) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, "no free port on this machine");
    }
  }
}

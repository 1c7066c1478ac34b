package io.caisson.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caisson demo}: the main job, from nothing to nothing. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Make a Kubernetes cluster in a simulated data centre, look at it, and remove it again.")
final class DemoCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** What the simulated cluster is upgraded to. */
  private static final String NEXT_KUBERNETES = "1.35.4";

  @Option(names = "--workers", description = "How many workers (default: 3; of real machines 2).")
  private Optional<Integer> workers = Optional.empty();

  @Option(
      names = "--control-planes",
      description =
          "How many control planes (default: 3; 1 of real machines or without an address).")
  private Optional<Integer> controlPlanes = Optional.empty();

  /** How the API is reached. */
  enum Endpoint {
    FLOATING,
    VIP,
    ADDRESS
  }

  @Option(
      names = "--endpoint",
      defaultValue = "floating",
      description = {
        "How the API is reached (default: ${DEFAULT-VALUE}): floating, a floating address; vip, an",
        "address that the control planes keep together; address, that of the only control plane.",
        "With several control planes a floating address leads to one that they keep together."
      })
  private Endpoint endpoint = Endpoint.FLOATING;

  @Option(
      names = "--real",
      description = {
        "With real machines: namespaces of this Linux with systemd, cloud-init and kubeadm.",
        "Needs root; see: caisson doctor --real"
      })
  private boolean real;

  @Option(
      names = "--kubernetes",
      defaultValue = MachineBed.USUAL_KUBERNETES,
      description = "Version (default: ${DEFAULT-VALUE}).")
  private String kubernetes = MachineBed.USUAL_KUBERNETES;

  @Option(
      names = "--upgrade",
      paramLabel = "VERSION",
      description = "Of real machines: upgrade the cluster to it, under load, and check that.")
  private Optional<String> upgrade = Optional.empty();

  @Option(
      names = "--pod-network",
      defaultValue = "none",
      description = {
        "Of real machines: none, so that they wait for the one that the service applies,",
        "or bridge, a plugin that their image brings (default: ${DEFAULT-VALUE})."
      })
  private String podNetwork = "none";

  @Option(names = "--inside", hidden = true, description = "Run in the data centre already.")
  private boolean inside;

  @Option(
      names = "--brief",
      description = "Make it, list its nodes and remove it; change nothing of it in between.")
  private boolean brief;

  @Option(names = "--keep", description = "Leave all of it running at the end, and say where.")
  private boolean keep;

  @Option(
      names = "--data",
      description = "Folder for state and logs (default: a temporary one, removed at the end).")
  private Optional<Path> data = Optional.empty();

  @Mixin private UpCommand.Delays delays = new UpCommand.Delays();

  private final Clock clock = Clock.systemUTC();
  private final Screen screen = new Screen(System.out, clock);

  @Override
  public Integer call() {
    if (upgrade.isPresent() && !real) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE,
          "--upgrade is of real machines (--real); a simulated cluster is upgraded anyway, unless"
              + " the demo is --brief");
    }
    if (real && !inside) {
      return new RealDemo(beds(), screen).run(again(), keep);
    }
    Playground playground = new Playground(folder(), clock);
    Thread stop = new Thread(playground::stop);
    Runtime.getRuntime().addShutdownHook(stop);
    screen.say("starting a simulated data centre and the service; logs in " + playground.folder());
    EnvFile env =
        playground.start(
            real
                ? Playground.Settings.real(beds(), podNetwork)
                : Playground.Settings.simulated(delays.options()));
    screen.say(
        "OpenStack answers at %s, the service at %s"
            .formatted(env.need("OS_AUTH_URL"), env.need("CAISSON_URL")));
    int exit = walk(env, playground);
    if (keep && exit == 0) {
      Runtime.getRuntime().removeShutdownHook(stop);
    } else {
      playground.stop();
      screen.say("stopped");
      if (exit == 0 && data.isEmpty()) {
        remove(playground.folder());
      }
    }
    return exit;
  }

  private int walk(EnvFile env, Playground playground) {
    Service service = new Service(env, clock);
    String template = service.createTemplate(template(env));
    screen.say("cluster template demo is made");
    String id = service.createCluster(cluster(template));
    screen.say(
        "cluster demo (%d + %d machines) is accepted as %s"
            .formatted(controlPlanes(), workers(), id));
    Instant accepted = clock.instant();
    if (!created(service, id)) {
      return CommandFailed.Exit.FAILED.code();
    }
    Duration took = Duration.between(accepted, clock.instant());
    screen.say("from the API's 202 to all Ready: %.1f s".formatted(took.toMillis() / 1000.0));
    String kubeconfig = service.kubeconfig(id);
    if (real) {
      RealCluster cluster = new RealCluster(bed(), screen, playground.folder(), kubeconfig);
      cluster.show(accepted);
      RealUpgrade change = new RealUpgrade(service, cluster, new ClusterNodes(kubeconfig), screen);
      if (beds().size() > 1 && !change.run(id, beds().getLast())) {
        return CommandFailed.Exit.FAILED.code();
      }
    } else {
      screen.say("the nodes, as the cluster's own API lists them:");
      show(kubeconfig);
      if (!brief && !changed(service, env, kubeconfig, id)) {
        return CommandFailed.Exit.FAILED.code();
      }
    }
    if (keep) {
      sayWhere(playground, kubeconfig, id);
      return 0;
    }
    return deleted(service, env, template, id) ? 0 : CommandFailed.Exit.FAILED.code();
  }

  private boolean changed(Service service, EnvFile env, String kubeconfig, String id) {
    DemoChanges changes = new DemoChanges(service, screen, LIMIT, id);
    DemoWorkload workload = new DemoWorkload(new ClusterNodes(kubeconfig));
    boolean done =
        changes.roll(NEXT_KUBERNETES, env.need("CAISSON_OTHER_FLAVOR"), workload)
            && changes.run(workers(), env.need("CAISSON_OTHER_ZONE"));
    show(kubeconfig);
    return done;
  }

  private void show(String kubeconfig) {
    screen.print(new ClusterNodes(kubeconfig).table().toString().indent(7).stripTrailing());
  }

  private int workers() {
    return workers.orElse(real ? 2 : 3);
  }

  private int controlPlanes() {
    return controlPlanes.orElse(real || endpoint == Endpoint.ADDRESS ? 1 : 3);
  }

  private Map<String, Object> template(EnvFile env) {
    Map<String, Object> template = new TreeMap<>();
    template.put("name", "demo");
    template.put("coe", "kubernetes");
    template.put("image_id", env.need("CAISSON_IMAGE"));
    template.put("flavor_id", env.need("CAISSON_FLAVOR"));
    template.put("master_flavor_id", env.need("CAISSON_FLAVOR"));
    template.put("external_network_id", env.need("CAISSON_EXTERNAL_NETWORK"));
    template.put("fixed_network", env.need("CAISSON_NETWORK"));
    env.get("CAISSON_KEYPAIR").ifPresent(keyPair -> template.put("keypair_id", keyPair));
    template.put("network_driver", "flannel");
    template.put("labels", Map.of("kube_tag", "v" + bed().kubernetes()));
    return template;
  }

  private Map<String, Object> cluster(String template) {
    return Map.of(
        "name",
        "demo",
        "cluster_template_id",
        template,
        "master_count",
        controlPlanes(),
        "node_count",
        workers(),
        "floating_ip_enabled",
        endpoint == Endpoint.FLOATING,
        "master_lb_enabled",
        controlPlanes() > 1 || endpoint == Endpoint.VIP);
  }

  private boolean created(Service service, String id) {
    String status =
        new ClusterWatch(service, screen, id, LIMIT)
            .whileIt("CREATE_IN_PROGRESS", workers() + controlPlanes(), _ -> true);
    screen.say("cluster demo is " + status);
    return status.equals("CREATE_COMPLETE");
  }

  private boolean deleted(Service service, EnvFile env, String template, String id) {
    screen.say("deleting cluster demo");
    service.deleteCluster(id);
    ClusterProgress progress = new ClusterProgress(screen);
    try (Screen.Bar bar = screen.bar("removing", 1)) {
      service.watch(
          id,
          LIMIT,
          seen -> {
            seen.ifPresent(cluster -> progress.sees(cluster, bar));
            return seen.isPresent();
          });
    }
    service.deleteTemplate(template);
    screen.say("cluster demo is gone; what the data centre's administrator still sees of it:");
    boolean clean = true;
    for (Map.Entry<String, List<String>> kind : new Leftovers(env).list().entrySet()) {
      screen.print(
          "         %-16s %d %s"
              .formatted(kind.getKey(), kind.getValue().size(), String.join(" ", kind.getValue()))
              .stripTrailing());
      clean &= kind.getValue().isEmpty();
    }
    screen.say(clean ? "nothing is left" : "something is left behind");
    return clean;
  }

  private void sayWhere(Playground playground, String kubeconfig, String id) {
    Path file = playground.folder().resolve("kubeconfig");
    try {
      Files.writeString(file, kubeconfig);
    } catch (IOException unwritable) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, "cannot write " + file);
    }
    Path env = playground.folder().resolve(Playground.ENV_FILE);
    screen.print("Kept running. To reach everything:");
    screen.print("  . %s".formatted(env));
    String in = real ? String.join(" ", bed().inside(List.of())) + " " : "";
    screen.print("  %s./caisson cluster show %s".formatted(in, id));
    screen.print("  %s%s --kubeconfig %s get nodes".formatted(in, kubectl(), file));
    screen.print("  %sopenstack server list".formatted(in));
    screen.print(
        "To stop it: ./caisson down%s --data %s"
            .formatted(real ? " --real" : "", playground.folder()));
  }

  private String kubectl() {
    return real ? bed().kubectl() : "kubectl";
  }

  private MachineBed bed() {
    return MachineBed.here(System.getenv(), kubernetes);
  }

  private List<MachineBed> beds() {
    MachineBed first = bed();
    return upgrade.map(version -> List.of(first, first.of(version))).orElse(List.of(first));
  }

  /** The arguments of this demo for the one that runs inside the data centre. */
  private List<String> again() {
    List<String> arguments = new ArrayList<>(List.of("--real", "--inside"));
    arguments.addAll(List.of("--control-planes", Integer.toString(controlPlanes())));
    arguments.addAll(List.of("--workers", Integer.toString(workers())));
    arguments.addAll(List.of("--endpoint", endpoint.name()));
    arguments.addAll(List.of("--kubernetes", kubernetes));
    arguments.addAll(List.of("--pod-network", podNetwork));
    upgrade.ifPresent(version -> arguments.addAll(List.of("--upgrade", version)));
    if (keep) {
      arguments.add("--keep");
    }
    data.ifPresent(folder -> arguments.addAll(List.of("--data", folder.toString())));
    return arguments;
  }

  private Path folder() {
    try {
      return data.isPresent()
          ? data.get().toAbsolutePath()
          : Files.createTempDirectory("caisson-demo-");
    } catch (IOException unwritable) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE, "cannot make a temporary folder: " + unwritable.getMessage());
    }
  }

  private static void remove(Path folder) {
    try (var all = Files.walk(folder)) {
      for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException late) {
      throw new CommandFailed(
          CommandFailed.Exit.FAILED, "cannot remove %s: %s".formatted(folder, late.getMessage()));
    }
  }
}

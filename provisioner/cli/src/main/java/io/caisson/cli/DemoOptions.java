package io.caisson.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a demo is to make, and how. */
final class DemoOptions {
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
      names = "--members",
      paramLabel = "NUMBERS",
      description = {
        "Of real machines: change how many control planes there are, such as 3,5,3, then replace a",
        "worker and the control plane that leads etcd, under load, and check that."
      })
  private Optional<String> members = Optional.empty();

  @Option(
      names = "--pod-network",
      defaultValue = "none",
      description = {
        "Of real machines: none, so that they wait for the one that the service applies,",
        "or bridge, a plugin that their image brings (default: ${DEFAULT-VALUE})."
      })
  private String podNetwork = "none";

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = {
        "Of the cluster's template; may be given several times. What audit_enabled and",
        "encryption_at_rest_enabled promise is checked on real machines."
      })
  private Map<String, String> labels = new TreeMap<>();

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

  /** Refuses what makes no sense, before anything is started. */
  void check() {
    if (upgrade.isPresent() && !real) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE,
          "--upgrade is of real machines (--real); a simulated cluster is upgraded anyway, unless"
              + " the demo is --brief");
    }
    if (members.isPresent() && (!real || endpoint == Endpoint.ADDRESS)) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE,
          "--members is of real machines (--real), and of an --endpoint that can lead to another"
              + " control plane");
    }
    members();
  }

  int workers() {
    return workers.orElse(real ? 2 : 3);
  }

  int controlPlanes() {
    return controlPlanes.orElse(real || endpoint == Endpoint.ADDRESS ? 1 : 3);
  }

  Optional<MemberCounts> members() {
    return members.map(text -> MemberCounts.of(controlPlanes(), text));
  }

  /** Of the cluster's template. */
  Map<String, String> labels() {
    Map<String, String> all = new TreeMap<>(labels);
    all.put("kube_tag", "v" + bed().kubernetes());
    return all;
  }

  boolean floating() {
    return endpoint == Endpoint.FLOATING;
  }

  /** Whether the control planes keep an address together. */
  boolean shared() {
    return controlPlanes() > 1 || endpoint == Endpoint.VIP;
  }

  boolean real() {
    return real;
  }

  /** Whether it runs in the data centre of real machines already. */
  boolean inside() {
    return inside;
  }

  boolean brief() {
    return brief;
  }

  boolean keep() {
    return keep;
  }

  Optional<Path> data() {
    return data.map(Path::toAbsolutePath);
  }

  MachineBed bed() {
    return MachineBed.here(System.getenv(), kubernetes);
  }

  /** What it is upgraded to. */
  Optional<MachineBed> next() {
    return upgrade.map(bed()::of);
  }

  List<MachineBed> beds() {
    return next().map(next -> List.of(bed(), next)).orElse(List.of(bed()));
  }

  Playground.Settings settings() {
    return real
        ? Playground.Settings.real(beds(), podNetwork)
        : Playground.Settings.simulated(delays.options());
  }

  /** The same for the demo that runs inside the data centre. */
  List<String> again() {
    List<String> arguments = new ArrayList<>(List.of("--real", "--inside"));
    arguments.addAll(List.of("--control-planes", Integer.toString(controlPlanes())));
    arguments.addAll(List.of("--workers", Integer.toString(workers())));
    arguments.addAll(List.of("--endpoint", endpoint.name()));
    arguments.addAll(List.of("--kubernetes", kubernetes));
    arguments.addAll(List.of("--pod-network", podNetwork));
    upgrade.ifPresent(version -> arguments.addAll(List.of("--upgrade", version)));
    members.ifPresent(numbers -> arguments.addAll(List.of("--members", numbers)));
    labels.forEach((key, value) -> arguments.addAll(List.of("--label", key + "=" + value)));
    if (keep) {
      arguments.add("--keep");
    }
    data.ifPresent(folder -> arguments.addAll(List.of("--data", folder.toString())));
    return arguments;
  }
}

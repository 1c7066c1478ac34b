package io.caisson.simulator.machines;

import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.BootedInstance.Nic;
import io.caisson.simulator.model.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a new machine shall be like.
 *
 * @param kubernetes the version that its image holds; absent means the scripts' own default
 * @param memoryMib its limit; 0 means none
 * @param podNetwork whether its image brings a network plugin, or the cluster will
 */
record MachineSettings(Nic nic, Optional<String> kubernetes, int memoryMib, PodNetwork podNetwork) {
  private static final Pattern VERSION = Pattern.compile("-v(\\d+\\.\\d+\\.\\d+)$");

  /** As the instance's image, flavor and first interface say. */
  static MachineSettings of(BootedInstance instance, PodNetwork podNetwork) {
    Nic nic =
        instance.nics().stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(instance.name() + " has no interface"));
    Matcher version = VERSION.matcher(instance.hardware().image());
    return new MachineSettings(
        nic,
        version.find() ? Optional.of(version.group(1)) : Optional.empty(),
        instance.hardware().ramMib(),
        podNetwork);
  }

  /** A name that shows whose machine it is and is no one else's. */
  static String name(BootedInstance instance) {
    String readable = instance.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String end = instance.id().replace("-", "");
    return "%s-%s"
        .formatted(
            readable.substring(0, Math.min(40, readable.length())),
            end.substring(0, Math.min(8, end.length())));
  }

  List<String> options() {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--address", nic.address() + "/" + nic.prefix()));
    options.addAll(List.of("--gateway", gateway()));
    options.addAll(List.of("--mac", nic.mac()));
    kubernetes.ifPresent(version -> options.addAll(List.of("--k8s", version)));
    if (memoryMib > 0) {
      options.addAll(List.of("--mem", Integer.toString(memoryMib)));
    }
    options.addAll(List.of("--cni", podNetwork.word()));
    return options;
  }

  /** The first address of the subnet, as the data centre's networks have it. */
  private String gateway() {
    long address =
        Cidr.address(nic.address())
            .orElseThrow(() -> new IllegalArgumentException("no address: " + nic.address()));
    long mask = nic.prefix() == 0 ? 0 : 0xFFFF_FFFFL << (32 - nic.prefix()) & 0xFFFF_FFFFL;
    return Cidr.dotted((address & mask) + 1);
  }
}

package io.caisson.simulator.guest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.kubeapi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses that the programs keepalived and kube-vip of a machine are configured to keep. */
final class KeptAddresses {
  private static final String KEEPALIVED = "/etc/keepalived/keepalived.conf";
  private static final String KUBE_VIP = "/etc/kubernetes/manifests/kube-vip.yaml";
  private static final Pattern ADDRESS = Pattern.compile("(?m)^\\s*(\\d{1,3}(?:\\.\\d{1,3}){3})");
  private static final Pattern PRIORITY = Pattern.compile("(?m)^\\s*priority\\s+(\\d{1,3})\\s*$");

  private KeptAddresses() {}

  /**
   * One of them.
   *
   * @param priority of two machines that both want it, the higher one has it
   * @param peers which machines it tells that it has it
   */
  record Kept(String address, int priority, List<String> peers) {
    Kept {
      peers = List.copyOf(peers);
    }
  }

  static List<Kept> of(Disk disk) {
    List<Kept> all = new ArrayList<>();
    disk.read(KEEPALIVED).ifPresent(file -> all.addAll(keepalived(file)));
    disk.read(KUBE_VIP)
        .flatMap(KeptAddresses::kubeVip)
        .map(address -> new Kept(address, 0, List.of()))
        .ifPresent(all::add);
    return all;
  }

  private static List<Kept> keepalived(String file) {
    Matcher priority = PRIORITY.matcher(file);
    int its = priority.find() ? Integer.parseInt(priority.group(1)) : 100;
    List<String> peers = block(file, "unicast_peer");
    return block(file, "virtual_ipaddress").stream()
        .map(address -> new Kept(address, its, peers))
        .toList();
  }

  private static List<String> block(String file, String name) {
    return Pattern.compile(name + "\\s*\\{([^}]*)\\}")
        .matcher(file)
        .results()
        .flatMap(block -> ADDRESS.matcher(block.group(1)).results())
        .map(found -> found.group(1))
        .toList();
  }

  private static Optional<String> kubeVip(String file) {
    for (JsonNode container : Json.yaml(file).path("spec").path("containers")) {
      for (JsonNode variable : container.path("env")) {
        Matcher address = ADDRESS.matcher(variable.path("value").asText());
        if (variable.path("name").asText().equals("address") && address.matches()) {
          return Optional.of(address.group(1));
        }
      }
    }
    return Optional.empty();
  }
}

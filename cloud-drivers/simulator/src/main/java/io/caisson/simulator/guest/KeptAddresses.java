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
  private static final Pattern BLOCK = Pattern.compile("virtual_ipaddress\\s*\\{([^}]*)\\}");
  private static final Pattern ADDRESS = Pattern.compile("(?m)^\\s*(\\d{1,3}(?:\\.\\d{1,3}){3})");

  private KeptAddresses() {}

  static List<String> of(Disk disk) {
    List<String> all = new ArrayList<>();
    disk.read(KEEPALIVED).ifPresent(file -> all.addAll(keepalived(file)));
    disk.read(KUBE_VIP).flatMap(KeptAddresses::kubeVip).ifPresent(all::add);
    return all;
  }

  private static List<String> keepalived(String file) {
    return BLOCK
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

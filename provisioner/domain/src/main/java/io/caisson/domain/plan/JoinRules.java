package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Machine.Plug;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.kubernetes.SigningRequest;
import io.caisson.spi.kubernetes.SigningRequest.Asked;
import io.caisson.spi.kubernetes.SigningRequest.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which of a kubelet's requests is ours to approve, and for which machine. A join token belongs to
 * one machine and lets in one name with one key; a node gets a serving certificate only for the
 * name and the addresses that we gave its machine.
 */
final class JoinRules {
  static final String NODE_USER = "system:node:";
  private static final List<String> NODES = List.of("system:nodes");
  private static final Set<String> CLIENT_USAGES =
      Set.of("digital signature", "key encipherment", "client auth");
  private static final Set<String> SERVING_USAGES =
      Set.of("digital signature", "key encipherment", "server auth");

  private JoinRules() {}

  /** Why the machine must not have what is asked for; empty if it may. */
  static Optional<String> objection(Machine machine, SigningRequest request) {
    Asked asked = request.asked();
    if (!asked.commonName().equals(NODE_USER + machine.name())) {
      return Optional.of("it asks to be %s".formatted(asked.commonName()));
    }
    if (!asked.organizations().equals(NODES)) {
      return Optional.of("it asks for the groups %s".formatted(asked.organizations()));
    }
    return request.purpose() == Purpose.CLIENT
        ? clientObjection(asked)
        : servingObjection(machine, asked);
  }

  private static Optional<String> clientObjection(Asked asked) {
    if (!asked.names().isEmpty() || !asked.addresses().isEmpty()) {
      return Optional.of("a node's client certificate has no alternative names");
    }
    return usages(asked, CLIENT_USAGES, "client auth");
  }

  private static Optional<String> servingObjection(Machine machine, Asked asked) {
    List<String> addresses = machine.ports().stream().map(Plug::address).toList();
    for (String address : asked.addresses()) {
      if (!addresses.contains(address)) {
        return Optional.of("it asks for the address %s, which is not its own".formatted(address));
      }
    }
    for (String name : asked.names()) {
      if (!name.equals(machine.name())) {
        return Optional.of("it asks for the name %s, which is not its own".formatted(name));
      }
    }
    return usages(asked, SERVING_USAGES, "server auth");
  }

  private static Optional<String> usages(Asked asked, Set<String> allowed, String needed) {
    return allowed.containsAll(asked.usages()) && asked.usages().contains(needed)
        ? Optional.empty()
        : Optional.of("it asks for the usages %s".formatted(asked.usages()));
  }

  static ResourceKey key(Machine machine, SigningRequest request) {
    return new ResourceKey(
        Kind.SIGNING_REQUEST, prefix(machine, request.purpose()) + request.name());
  }

  /** The approvals of a machine's joins. */
  static List<Resource> joins(Cluster cluster, Machine machine) {
    return cluster.resources(Kind.SIGNING_REQUEST, prefix(machine, Purpose.CLIENT));
  }

  private static String prefix(Machine machine, Purpose purpose) {
    return machine.id() + (purpose == Purpose.CLIENT ? ".client." : ".serving.");
  }
}

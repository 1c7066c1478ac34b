package io.caisson.domain.plan;

import io.caisson.domain.cluster.Machine;
import io.caisson.domain.disruption.EtcdQuorum;
import io.caisson.spi.kubernetes.EtcdMember;
import java.util.List;

/** Members of etcd for tests; each has the number of its machine. */
final class Members {
  private Members() {}

  static EtcdMember well(Machine machine, boolean leads) {
    return new EtcdMember(
        machine.id().number(),
        machine.name(),
        List.of(EtcdQuorum.peerUrl(machine.address())),
        List.of(),
        false,
        new EtcdMember.Status(leads, "3.6.5", 1, List.of()));
  }

  static EtcdMember leading(EtcdMember member, boolean leads) {
    String version = member.status().map(EtcdMember.Status::version).orElse("3.6.5");
    return member.answering(new EtcdMember.Status(leads, version, 1, List.of()));
  }

  static EtcdMember silent(EtcdMember member) {
    return member.answering(new EtcdMember.Silent("no answer"));
  }
}

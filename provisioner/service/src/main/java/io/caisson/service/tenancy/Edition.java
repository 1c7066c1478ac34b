package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What people have decided about a cluster, in a short text that is another one when they decide
 * something else: its desired state and pace, whether it is paused or being deleted, and the marks
 * on its machines. What the service does about it changes nothing of it.
 */
public record Edition(String text) {
  public static Edition of(Cluster cluster) {
    List<String> marks =
        cluster.machines().values().stream()
            .filter(one -> one.state().stays())
            .flatMap(one -> one.mark().map(mark -> mark + " " + name(one)).stream())
            .toList();
    String decided =
        String.join(
            "\n",
            cluster.revision().pace().toString(),
            cluster.pause().map(Hold::reason).orElse(""),
            String.valueOf(cluster.deleting()),
            marks.toString());
    CRC32 sum = new CRC32();
    sum.update(decided.getBytes(StandardCharsets.UTF_8));
    return new Edition("%d-%08x".formatted(cluster.revision().number(), sum.getValue()));
  }

  private static String name(Machine machine) {
    return machine.id().toString();
  }
}

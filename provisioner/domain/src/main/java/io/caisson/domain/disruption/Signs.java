package io.caisson.domain.disruption;

import io.caisson.domain.cluster.MachineId;
import java.util.Set;

/**
 * What a look showed that bears on who may be interrupted, beside what is recorded.
 *
 * @param silent who does not answer at the moment, in words such as "the cluster's API"
 * @param off machines whose servers the cloud shows to be off
 * @param sick machines that are Ready and are of no use all the same
 */
public record Signs(Set<String> silent, Set<MachineId> off, Set<MachineId> sick) {
  public Signs {
    silent = Set.copyOf(silent);
    off = Set.copyOf(off);
    sick = Set.copyOf(sick);
  }
}

package io.caisson.service.store;

import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;

/** What somebody outside the engine has to tell a cluster's owner. */
public sealed interface Message {
  /** A guest reported a stage, or asked for its bundle. */
  record GuestTold(MachineId machine, Machine.Guest guest) implements Message {}
}

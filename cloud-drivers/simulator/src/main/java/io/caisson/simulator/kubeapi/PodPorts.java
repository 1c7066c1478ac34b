package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What listens inside the simulated pods, if anything does. */
@FunctionalInterface
public interface PodPorts {
  /** Where a connection to this port of the pod goes; empty if nothing listens there. */
  Optional<InetSocketAddress> at(JsonNode pod, int port);
}

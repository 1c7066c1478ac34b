package io.caisson.domain.cluster;

/** How the API server is reached: by an address that never changes in the cluster's life. */
public sealed interface Endpoint {
  /** The port that the API server listens on. */
  int PORT = 6443;

  /** A floating address on the control plane. */
  record FloatingAddress(String externalNetwork) implements Endpoint {}

  /** The address of the only control-plane machine; no second one can ever be added. */
  record ServerAddress() implements Endpoint {}
}

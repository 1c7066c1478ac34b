package io.caisson.service.machine;

import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.spi.kubernetes.KubernetesApi;
import java.net.URI;

/** Opens a connection to an API server that one certificate authority vouches for. */
@FunctionalInterface
public interface KubernetesDialer {
  KubernetesApi dial(URI endpoint, String authority, TlsCredential client);
}

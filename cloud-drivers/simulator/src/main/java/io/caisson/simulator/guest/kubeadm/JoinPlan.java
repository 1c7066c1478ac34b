package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What {@code kubeadm join} is told: checked, with kubeadm's defaults filled in.
 *
 * @param controlPlane where this machine's own API server is to listen, if it is to have one
 */
record JoinPlan(
    Registration node, Discovery discovery, Optional<HostPort> controlPlane, Timeouts timeouts) {
  private static final int API_PORT = 6443;

  /** Throws {@link KubeadmFailure} for what kubeadm refuses. */
  static JoinPlan read(String file, Host host) {
    ObjectNode document =
        Documents.read(file)
            .find("JoinConfiguration")
            .orElseThrow(
                () -> new KubeadmFailure("no JoinConfiguration found in the supplied config"));
    Checks checks = new Checks();
    Discovery discovery = Discovery.read(document.path("discovery"), host, checks);
    Registration node = Registration.read(document, host.hostname());
    checks.registration(node);
    Optional<HostPort> controlPlane = controlPlane(document, host);
    controlPlane.ifPresent(
        own -> checks.apiEndpoint("controlPlane.localAPIEndpoint", own.host(), own.port()));
    checks.finish();
    return new JoinPlan(node, discovery, controlPlane, Timeouts.read(document));
  }

  private static Optional<HostPort> controlPlane(ObjectNode document, Host host) {
    JsonNode endpoint = document.path("controlPlane").path("localAPIEndpoint");
    return document.has("controlPlane")
        ? Optional.of(
            new HostPort(
                InitPlan.address(endpoint, host), endpoint.path("bindPort").asInt(API_PORT)))
        : Optional.empty();
  }

  /**
   * How the cluster is found and trusted.
   *
   * @param endpoint empty if a file names it
   * @param token with which the machine asks for its certificate, and by which the cluster is found
   *     if there is no file
   * @param caCertHashes empty if any authority is trusted
   * @param file path of a kubeconfig that names the cluster and its authority
   */
  record Discovery(
      String endpoint, String token, List<String> caCertHashes, Optional<String> file) {
    static Discovery read(JsonNode discovery, Host host, Checks checks) {
      JsonNode given = discovery.path("bootstrapToken");
      boolean file = discovery.has("file");
      if (!given.isObject() && !file) {
        checks.invalid("discovery", "", "bootstrapToken or file must be set");
      }
      if (given.isObject() && file) {
        checks.invalid("discovery", "", "bootstrapToken and file cannot both be set");
      }
      Discovery read =
          new Discovery(
              given.path("apiServerEndpoint").asText(),
              given.path("token").asText(discovery.path("tlsBootstrapToken").asText()),
              InitPlan.texts(given, "caCertHashes", List.of()),
              file
                  ? Optional.of(discovery.path("file").path("kubeConfigPath").asText())
                  : Optional.empty());
      if (given.isObject()) {
        read.check(given, checks);
      } else if (file) {
        read.checkFile(host, checks);
      }
      return read;
    }

    private void checkFile(Host host, Checks checks) {
      String path = file.orElseThrow();
      if (host.file(path).isEmpty()) {
        checks.invalid(
            "discovery.file.kubeConfigPath", path, "not a valid HTTPS URL or a file on disk");
      }
      checks.token("discovery.tlsBootstrapToken", token);
    }

    private void check(JsonNode given, Checks checks) {
      String path = "discovery.bootstrapToken";
      if (endpoint.isEmpty()) {
        checks.required(path, "APIServerEndpoint is not set");
      }
      if (caCertHashes.isEmpty() && !given.path("unsafeSkipCAVerification").asBoolean()) {
        checks.invalid(
            path + ".caCertHashes",
            "",
            "using token-based discovery without caCertHashes can be unsafe. Set"
                + " unsafeSkipCAVerification as true in your kubeadm config file or pass"
                + " --discovery-token-unsafe-skip-ca-verification flag to continue");
      }
      checks.token(path + ".token", token);
      checks.token("discovery.tlsBootstrapToken", token);
      Optional<HostPort> parsed = HostPort.parse(endpoint);
      if (parsed.isEmpty() || parsed.get().port() == 0) {
        checks.invalid(
            path + ".apiServerEndpoint",
            endpoint,
            "address %s: missing port in address".formatted(endpoint));
      }
    }

    String tokenId() {
      return token.substring(0, 6);
    }

    String tokenSecret() {
      return token.substring(7);
    }

    @Override
    public String toString() {
      return "Discovery[" + file.orElse(endpoint) + "]";
    }
  }
}

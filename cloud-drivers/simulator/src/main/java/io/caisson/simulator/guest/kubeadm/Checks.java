package io.caisson.simulator.guest.kubeadm;

import io.caisson.simulator.guest.kubeadm.Subnets.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules of kubeadm's configuration, with its words; all violations are told together.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/cmd/kubeadm/app/apis/kubeadm/validation/validation.go">kubeadm
 *     validation</a>
 */
final class Checks {
  private static final Pattern TOKEN = Pattern.compile("[a-z0-9]{6}\\.[a-z0-9]{16}");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
  private static final Pattern GROUP =
      Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");
  private static final String SUBDOMAIN_TEXT =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final List<String> ALGORITHMS =
      List.of("ECDSA-P256", "ECDSA-P384", "RSA-2048", "RSA-3072", "RSA-4096");

  private final List<String> violations = new ArrayList<>();

  /** Throws what kubeadm prints, if anything was found. */
  void finish() {
    if (violations.size() == 1) {
      throw new KubeadmFailure(violations.getFirst());
    }
    if (!violations.isEmpty()) {
      throw new KubeadmFailure("[" + String.join(", ", violations) + "]");
    }
  }

  void registration(Registration node) {
    if (node.name().isEmpty()) {
      violations.add(
          "nodeRegistration: Required value: --node-name or .nodeRegistration.name in the config"
              + " file is a required value.");
    } else {
      subdomain("nodeRegistration.name", node.name());
    }
    String socket = node.criSocket();
    if (!socket.isEmpty() && !socket.startsWith("unix://")) {
      int end = Math.max(0, socket.indexOf("://"));
      invalid(
          "nodeRegistration.criSocket",
          socket,
          "only URL scheme \"unix\" is supported, got \"%s\"".formatted(socket.substring(0, end)));
    }
    if (!List.of("", "Always", "IfNotPresent", "Never").contains(node.imagePullPolicy())) {
      invalid(
          "nodeRegistration.imagePullPolicy", node.imagePullPolicy(), "invalid image pull policy");
    }
  }

  void token(String path, String token) {
    if (!TOKEN.matcher(token).matches()) {
      invalid(path, token, "the bootstrap token is invalid");
    }
  }

  void tokenGroups(String path, InitPlan.Token token) {
    for (String usage : token.usages()) {
      if (!usage.equals("signing") && !usage.equals("authentication")) {
        invalid(
            path + ".usages",
            usage,
            "invalid bootstrap token usage string: %s, valid usage options: authentication, signing"
                .formatted(usage));
      }
    }
    for (String group : token.groups()) {
      if (!GROUP.matcher(group).matches()) {
        invalid(
            path + ".groups",
            group,
            "bootstrap group \"%s\" is invalid (must match \\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\\z)"
                .formatted(group));
      }
    }
  }

  void apiEndpoint(String path, String address, int port) {
    if (!ADDRESS.matcher(address).matches()) {
      invalid(path + ".advertiseAddress", address, "ip address is not valid");
    }
    if (port < 1 || port > 65_535) {
      violations.add(
          "%s.bindPort: Invalid value: %d: port number is not valid".formatted(path, port));
    }
  }

  void hostPort(String path, String endpoint) {
    if (!endpoint.isEmpty() && HostPort.parse(endpoint).isEmpty()) {
      invalid(path, endpoint, "endpoint is not valid");
    }
  }

  void serviceSubnet(String path, String text) {
    for (Subnet subnet : subnets(path, text)) {
      size(path, subnet, 10);
      if (subnet.hostBits() > 20) {
        invalid(
            path,
            subnet.text(),
            "specified service subnet is too large; for %d-bit addresses, the mask must be >= %d"
                .formatted(subnet.bits(), subnet.bits() - 20));
      }
    }
  }

  void podSubnet(String path, String text) {
    for (Subnet subnet : subnets(path, text)) {
      size(path, subnet, 14);
      int nodeMask = subnet.bits() == 32 ? 24 : 64;
      if (subnet.prefix() > nodeMask) {
        invalid(
            path,
            subnet.text(),
            "the size of pod subnet with mask %d is smaller than the size of node subnet with mask %d"
                .formatted(subnet.prefix(), nodeMask));
      } else if (nodeMask - subnet.prefix() > 16) {
        invalid(
            path,
            subnet.text(),
            "pod subnet mask (%d) and node-mask (%d) difference is greater than 16"
                .formatted(subnet.prefix(), nodeMask));
      }
    }
  }

  void subdomain(String path, String name) {
    if (name.length() > 253 || !SUBDOMAIN.matcher(name).matches()) {
      invalid(path, name, SUBDOMAIN_TEXT);
    }
  }

  void certificateNames(String path, List<String> names) {
    for (String name : names) {
      String plain = name.startsWith("*.") ? name.substring(2) : name;
      if (!SUBDOMAIN.matcher(plain).matches() && !ADDRESS.matcher(name).matches()) {
        invalid(
            path,
            name,
            "altname is not a valid IP address, DNS label or a DNS label with subdomain wildcards: "
                + SUBDOMAIN_TEXT);
      }
    }
  }

  void encryptionAlgorithm(String path, String algorithm) {
    if (!ALGORITHMS.contains(algorithm)) {
      invalid(
          path,
          algorithm,
          "Invalid encryption algorithm \"%s\". Must be one of [%s]"
              .formatted(algorithm, String.join(" ", ALGORITHMS)));
    }
  }

  void absolute(String path, String file) {
    if (!file.startsWith("/")) {
      invalid(path, file, "path is not absolute");
    }
  }

  void required(String path, String text) {
    violations.add("%s: Required value: %s".formatted(path, text));
  }

  void invalid(String path, String value, String why) {
    violations.add("%s: Invalid value: \"%s\": %s".formatted(path, value, why));
  }

  private List<Subnet> subnets(String path, String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    Optional<List<Subnet>> parsed = Subnets.parse(text);
    if (parsed.isEmpty()) {
      invalid(path, text, "couldn't parse subnet");
      return List.of();
    }
    if (parsed.get().size() > 2) {
      invalid(
          path,
          text,
          "expected one (IPv4 or IPv6) CIDR or two CIDRs from each family for dual-stack"
              + " networking");
    }
    return parsed.get();
  }

  private void size(String path, Subnet subnet, int least) {
    if (subnet.hostBits() < 5 && (1 << subnet.hostBits()) < least) {
      invalid(
          path,
          subnet.text(),
          "subnet with %d address(es) is too small, the minimum is %d"
              .formatted(1 << subnet.hostBits(), least));
    }
  }
}

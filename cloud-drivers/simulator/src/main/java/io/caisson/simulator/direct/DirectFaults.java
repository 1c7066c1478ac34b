package io.caisson.simulator.direct;

import io.caisson.simulator.model.Refusal;
import io.caisson.spi.cloud.CloudFault;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From the model's refusals to the ports' faults, as a driver would read them from the wire. */
final class DirectFaults {
  private static final Pattern COMPUTE =
      Pattern.compile(
          "Quota exceeded for (\\w+).*: Requested (\\d+).*, but already used (\\d+).* of (\\d+).*");
  private static final Pattern NETWORK = Pattern.compile(".*\\['(\\w+)'\\].*");
  private static final Pattern ADDRESS = Pattern.compile("IP address ([0-9.]+).*");

  /** The model's names, where they differ from those of the ports. */
  private static final Map<String, String> NAMES =
      Map.of(
          "network", "networks",
          "subnet", "subnets",
          "router", "routers",
          "port", "ports",
          "floatingip", "floating_ips",
          "security_group", "security_groups",
          "security_group_rule", "security_group_rules");

  private DirectFaults() {}

  static CloudFault of(Refusal refused) {
    String text = refused.text();
    return switch (refused.kind()) {
      case INVALID ->
          refused.type().equals("InvalidVolume")
              ? new CloudFault.Conflict(text)
              : new CloudFault.Invalid(text);
      case UNAUTHORIZED -> new CloudFault.Unauthenticated(text);
      case FORBIDDEN -> new CloudFault.Denied(text);
      case NOT_FOUND ->
          refused.type().equals("ExternalGatewayForFloatingIPNotFound")
              ? new CloudFault.Conflict(text)
              : new CloudFault.NotFound(text);
      case CONFLICT -> conflict(refused.type(), text);
      case QUOTA -> quota(text);
    };
  }

  private static CloudFault conflict(String type, String text) {
    return switch (type) {
      case "IpAddressAlreadyAllocated" -> new CloudFault.AddressTaken(address(text), text);
      case "IpAddressGenerationFailure" -> new CloudFault.NoCapacity(text);
      default -> new CloudFault.Conflict(text);
    };
  }

  private static String address(String text) {
    Matcher found = ADDRESS.matcher(text);
    return found.matches() ? found.group(1) : "";
  }

  private static CloudFault quota(String text) {
    if (text.contains("too many")) {
      String full = text.contains("groups") ? "server_groups" : "server_group_members";
      return new CloudFault.Quota(full, Optional.empty(), Optional.empty(), Optional.empty(), text);
    }
    if (text.startsWith("Volume")) {
      String full = text.contains("gigabytes") ? "gigabytes" : "volumes";
      return new CloudFault.Quota(full, Optional.empty(), Optional.empty(), Optional.empty(), text);
    }
    if (text.endsWith("Load Balancer")) {
      return new CloudFault.Quota(
          "load_balancers", Optional.empty(), Optional.empty(), Optional.empty(), text);
    }
    Matcher compute = COMPUTE.matcher(text);
    if (compute.matches()) {
      return new CloudFault.Quota(
          compute.group(1), figure(compute, 2), figure(compute, 3), figure(compute, 4), text);
    }
    Matcher network = NETWORK.matcher(text);
    String resource = network.matches() ? network.group(1) : "unknown";
    return new CloudFault.Quota(
        NAMES.getOrDefault(resource, resource),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        text);
  }

  private static Optional<Long> figure(Matcher found, int group) {
    return Optional.of(Long.parseLong(found.group(group)));
  }
}

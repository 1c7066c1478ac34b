package io.caisson.openstack.wire;

import io.caisson.spi.cloud.CloudFault;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a quota out of a refusal. No service tells it otherwise than in words:
 *
 * <pre>
 * Nova            Quota exceeded for cores: Requested 1, but already used 2 of 1 cores
 * Nova, unified   Resource servers is over limit of 10 due to current usage 10 and delta 1
 * Nova, ports     Maximum number of ports exceeded
 * Nova, groups    Quota exceeded, too many server groups.  (or: too many servers in group)
 * Cinder          Maximum number of volumes allowed (0) exceeded for quota 'volumes'.
 * Cinder          Requested volume … exceeds allowed gigabytes quota. Requested 1G, quota is 2G and
 *                 2G has been consumed.
 * Neutron         Quota exceeded for resources: ['port'].   (type OverQuota)
 * Octavia         Quota has been met for resources: Load Balancer
 * </pre>
 */
final class QuotaWords {
  private static final Pattern NOVA =
      Pattern.compile(
          "Quota exceeded for ([\\w, ]+): Requested ([\\d, ]+), but already used ([\\d, ]+) of"
              + " ([\\d, ]+) ");
  private static final Pattern UNIFIED =
      Pattern.compile(
          "Resource ([\\w:]+) is over limit of (\\d+) due to current usage (\\d+) and delta"
              + " (\\d+)");
  private static final Pattern NEUTRON =
      Pattern.compile("Quota exceeded for resources: \\['?(\\w+)");
  private static final Pattern OCTAVIA =
      Pattern.compile("Quota has been met for resources: (\\w+(?: \\w+)*)");
  private static final Pattern VOLUMES =
      Pattern.compile("allowed \\((-?\\d+)\\) exceeded for quota '(volumes)");
  private static final Pattern GIGABYTES =
      Pattern.compile(
          "exceeds allowed gigabytes quota. Requested (\\d+)G, quota is (\\d+)G and (\\d+)G");
  private static final Pattern GROUPS =
      Pattern.compile("too many (server groups|servers in group)");
  private static final Pattern MAXIMUM = Pattern.compile("Maximum number of (\\w+) exceeded");

  /** The services' names, where they differ from those of the port. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("port", "ports"),
          Map.entry("floatingip", "floating_ips"),
          Map.entry("security_group", "security_groups"),
          Map.entry("security_group_rule", "security_group_rules"),
          Map.entry("network", "networks"),
          Map.entry("subnet", "subnets"),
          Map.entry("router", "routers"),
          Map.entry("Load Balancer", "load_balancers"),
          Map.entry("servers", "instances"),
          Map.entry("server groups", "server_groups"),
          Map.entry("servers in group", "server_group_members"),
          Map.entry("class:VCPU", "cores"),
          Map.entry("class:MEMORY_MB", "ram"));

  private QuotaWords() {}

  /** The fault, if the status may speak of quotas and the words do. */
  static Optional<CloudFault> read(int status, ErrorBody error) {
    if (status != 403 && status != 409 && status != 413) {
      return Optional.empty();
    }
    String text = error.message();
    return nova(text)
        .or(() -> unified(text))
        .or(() -> named(NEUTRON, text))
        .or(() -> named(OCTAVIA, text))
        .or(() -> named(MAXIMUM, text))
        .or(() -> named(GROUPS, text))
        .or(() -> volumes(text))
        .or(() -> gigabytes(text))
        .or(
            () ->
                error.type().equals("OverQuota")
                    ? Optional.of(bare("unknown", text))
                    : Optional.empty());
  }

  /** Several resources at once stand side by side in each figure; the first one is told. */
  private static Optional<CloudFault> nova(String text) {
    Matcher found = NOVA.matcher(text);
    return found.find()
        ? Optional.of(
            new CloudFault.Quota(
                name(first(found.group(1))),
                number(found.group(2)),
                number(found.group(3)),
                number(found.group(4)),
                text))
        : Optional.empty();
  }

  private static Optional<CloudFault> unified(String text) {
    Matcher found = UNIFIED.matcher(text);
    return found.find()
        ? Optional.of(
            new CloudFault.Quota(
                name(found.group(1)),
                number(found.group(4)),
                number(found.group(3)),
                number(found.group(2)),
                text))
        : Optional.empty();
  }

  private static Optional<CloudFault> volumes(String text) {
    Matcher found = VOLUMES.matcher(text);
    return found.find()
        ? Optional.of(
            new CloudFault.Quota(
                found.group(2), Optional.of(1L), Optional.empty(), number(found.group(1)), text))
        : Optional.empty();
  }

  private static Optional<CloudFault> gigabytes(String text) {
    Matcher found = GIGABYTES.matcher(text);
    return found.find()
        ? Optional.of(
            new CloudFault.Quota(
                "gigabytes",
                number(found.group(1)),
                number(found.group(3)),
                number(found.group(2)),
                text))
        : Optional.empty();
  }

  private static Optional<CloudFault> named(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Optional.of(bare(name(found.group(1)), text)) : Optional.empty();
  }

  private static CloudFault bare(String resource, String text) {
    return new CloudFault.Quota(
        resource, Optional.empty(), Optional.empty(), Optional.empty(), text);
  }

  static String name(String service) {
    return NAMES.getOrDefault(service, service);
  }

  private static String first(String list) {
    return list.split(",", 2)[0].strip();
  }

  private static Optional<Long> number(String list) {
    return Optional.of(Long.parseLong(first(list)));
  }
}

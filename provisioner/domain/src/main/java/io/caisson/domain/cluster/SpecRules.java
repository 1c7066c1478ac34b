package io.caisson.domain.cluster;

import io.caisson.domain.catalogue.Catalogue;
import io.caisson.domain.catalogue.KubernetesVersion;
import io.caisson.domain.catalogue.OsProfiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says all that is wrong with a spec at once. A spec without problems is one that this build can
 * make: a feature whose type exists but which is not made yet is a problem, never ignored.
 */
public final class SpecRules {
  /** Nodes of a cluster, and of a group: what upstream tests Kubernetes with. */
  public static final int MOST_NODES = 5000;

  /** The longest time-out of a creation. */
  public static final Duration LONGEST = Duration.ofDays(7);

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final int KEY_PAIR_LIMIT = 255;
  private static final int NAME_LIMIT = 253;

  /** The last part begins with a letter: what looks like an address is no name. */
  private static final Pattern DNS_NAME =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  /** What names things of a cloud's operator, and ids. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

  private SpecRules() {}

  /** Every problem, each with its path, in the order of the spec's parts. */
  public static List<Problem> problems(ClusterSpec spec) {
    Problems problems = new Problems();
    version(spec.kubernetesVersion(), problems);
    new GroupRules(spec.groups(), problems).check();
    new NetworkRules(spec, problems).check();
    endpoint(spec, problems);
    spec.keyPair().ifPresent(name -> keyPair(name, problems));
    problems.require(
        OsProfiles.known(spec.osProfile()),
        "os_profile",
        "'%s' is not known; this version knows %s",
        spec.osProfile(),
        OsProfiles.profiles());
    timeouts(spec.timeouts(), problems);
    LabelRules.check(spec.labels(), problems);
    return problems.found();
  }

  /** What is not wrong, but has no effect. */
  public static List<Problem> warnings(ClusterSpec spec) {
    return LabelRules.warnings(spec.labels());
  }

  private static void version(String text, Problems problems) {
    String path = "kubernetes_version";
    KubernetesVersion.parse(text)
        .filter(version -> version.toString().equals(text))
        .ifPresentOrElse(
            version ->
                problems.require(
                    Catalogue.release(version).isPresent(),
                    path,
                    "%s is not supported; this version makes Kubernetes %s",
                    text,
                    Catalogue.range()),
            () ->
                problems.add(
                    path,
                    "'%s' is no version such as %s: minor and patch are needed, without 'v'",
                    text,
                    Catalogue.newest()));
  }

  private static void endpoint(ClusterSpec spec, Problems problems) {
    problems.require(
        spec.endpoint().externalNetwork().filter(String::isBlank).isEmpty(),
        "endpoint.external_network",
        "a floating address needs an external network: name one");
    switch (spec.endpoint()) {
      case Endpoint.FloatingAddress _, Endpoint.VirtualAddress _ -> {}
      case Endpoint.LoadBalancer balancer -> balancer(balancer, problems);
      case Endpoint.ServerAddress() ->
          problems.require(
              spec.count(Role.CONTROL_PLANE) <= 1,
              "endpoint",
              "the address of one server can serve only one control-plane machine; ask for a"
                  + " virtual or a floating address, or for one control-plane machine");
      case Endpoint.Name(String dnsName) ->
          problems.require(
              dnsName.length() <= NAME_LIMIT && DNS_NAME.matcher(dnsName).matches(),
              "endpoint.name",
              "'%s' is no DNS name of at least two parts, in lower-case letters, digits and '-'",
              dnsName);
    }
  }

  private static void balancer(Endpoint.LoadBalancer balancer, Problems problems) {
    word(balancer.kind().provider(), "endpoint.provider", problems);
    word(balancer.kind().zone(), "endpoint.availability_zone", problems);
    word(balancer.subnet(), "endpoint.subnet", problems);
  }

  private static void word(Optional<String> text, String path, Problems problems) {
    problems.require(
        text.filter(one -> !WORD.matcher(one).matches()).isEmpty(),
        path,
        "'%s' is not the name of one: it has 1 to 255 letters, digits, '.', '_' and '-'",
        text.orElse(""));
  }

  private static void keyPair(String name, Problems problems) {
    boolean plain =
        !name.isBlank()
            && name.length() <= KEY_PAIR_LIMIT
            && name.chars().noneMatch(Character::isISOControl);
    problems.require(
        plain,
        "key_pair",
        "a key pair's name has 1 to %d characters and no control characters",
        KEY_PAIR_LIMIT);
  }

  private static void timeouts(ClusterSpec.Timeouts timeouts, Problems problems) {
    Duration create = timeouts.create();
    boolean sane =
        create.isZero() || create.compareTo(SHORTEST) >= 0 && create.compareTo(LONGEST) <= 0;
    problems.require(
        sane,
        "timeouts.create",
        "%d seconds: it is 0 for none, or %d to %d minutes",
        create.toSeconds(),
        SHORTEST.toMinutes(),
        LONGEST.toMinutes());
  }
}

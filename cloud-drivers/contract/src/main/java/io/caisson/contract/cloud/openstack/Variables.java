package io.caisson.contract.cloud.openstack;

import io.caisson.contract.cloud.Access;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names a cloud by {@code CAISSON_CONTRACT_OPENSTACK_*}: {@code AUTH_URL}, {@code USERNAME}, {@code
 * PASSWORD}, {@code PROJECT_NAME}, {@code IMAGE}, {@code FLAVOR}, {@code NETWORK} and {@code
 * EXTERNAL_NETWORK} are needed; {@code USER_DOMAIN_NAME} and {@code PROJECT_DOMAIN_NAME} (Default),
 * {@code REGION} (RegionOne), {@code KEYPAIR} (one is made), {@code CACERT} and {@code
 * ADMIN_USERNAME}, {@code ADMIN_PASSWORD}, {@code ADMIN_PROJECT_NAME} are not.
 */
public record Variables(Map<String, String> all) {
  private static final String PREFIX = "CAISSON_CONTRACT_OPENSTACK_";

  public Variables {
    all = Map.copyOf(all);
  }

  /** Without the prefix in their names. */
  public static Variables of(Map<String, String> plain) {
    return new Variables(
        plain.entrySet().stream()
            .collect(Collectors.toMap(e -> PREFIX + e.getKey(), Map.Entry::getValue)));
  }

  public static Variables ofThisProcess() {
    return new Variables(System.getenv());
  }

  Access member() {
    return access(needed("USERNAME"), needed("PASSWORD"), needed("PROJECT_NAME"));
  }

  Optional<Access> administrator() {
    return optional("ADMIN_USERNAME")
        .map(
            user ->
                access(
                    user,
                    needed("ADMIN_PASSWORD"),
                    optional("ADMIN_PROJECT_NAME").orElse("admin")));
  }

  String image() {
    return needed("IMAGE");
  }

  String flavor() {
    return needed("FLAVOR");
  }

  String network() {
    return needed("NETWORK");
  }

  String externalNetwork() {
    return needed("EXTERNAL_NETWORK");
  }

  Optional<String> keyPair() {
    return optional("KEYPAIR");
  }

  private Access access(String user, String password, String project) {
    return new Access(
        URI.create(needed("AUTH_URL")),
        new Access.Password(
            user,
            optional("USER_DOMAIN_NAME").orElse("Default"),
            password,
            project,
            optional("PROJECT_DOMAIN_NAME").orElse("Default")),
        optional("REGION").orElse("RegionOne"),
        optional("CACERT").map(Path::of));
  }

  private String needed(String name) {
    return optional(name)
        .orElseThrow(() -> new IllegalArgumentException(PREFIX + name + " is not set"));
  }

  private Optional<String> optional(String name) {
    return Optional.ofNullable(all.get(PREFIX + name)).filter(value -> !value.isBlank());
  }

  /** Names only: the values hold passwords. */
  @Override
  public String toString() {
    return all.keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .sorted()
        .toList()
        .toString();
  }
}

package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.openstack4j.openstack.image.v2.domain.GlanceImage;
import org.openstack4j.openstack.networking.domain.NeutronSubnet;

/**
 * Flavors, key pairs and zones of Nova, images of Glance, networks of Neutron.
 *
 * <p>What is looked for comes from people: it never stands in a path, and in a query only if it is
 * {@link #PLAIN}, because Glance reads {@code in:…} as an operator and an emoji breaks a database
 * in {@code utf8mb3}. Everything else is found by reading the whole list. An id goes before a name.
 */
final class OpenStackFacts implements Facts {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,200}");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Session session;
  private final Pages pages;
  private final Quotas quotas;

  OpenStackFacts(Session session, Pages pages) {
    this.session = session;
    this.pages = pages;
    this.quotas = new Quotas(session, pages);
  }

  /** An administrator sees private flavors only if asked for with {@code is_public=None}. */
  @Override
  public Optional<Flavor> flavor(String idOrName) {
    Ask list = Ask.get(Service.COMPUTE, "flavors", "detail").with("is_public", "None");
    return session
        .call(() -> only("flavors", idOrName, pages.all(list, "flavors")))
        .map(FactModels::flavor);
  }

  @Override
  public Optional<Image> image(String idOrName) {
    Optional<Image> byId =
        isUuid(idOrName)
            ? session.find(
                () ->
                    FactModels.image(
                        session.openstack4j(
                            Service.IMAGE, glance -> glance.imagesV2().get(idOrName))))
            : Optional.empty();
    return byId.or(
        () ->
            named(Service.IMAGE, "images", idOrName)
                .map(node -> FactModels.image(Models.read(node, GlanceImage.class))));
  }

  @Override
  public Optional<NetworkFact> network(String idOrName) {
    Optional<JsonNode> byId =
        isUuid(idOrName)
            ? session.find(
                () ->
                    Json.tree(session.ask(Ask.get(Service.NETWORK, "networks", idOrName)))
                        .path("network"))
            : Optional.empty();
    return byId.or(() -> named(Service.NETWORK, "networks", idOrName)).map(this::network);
  }

  private NetworkFact network(JsonNode node) {
    String id = Json.required(node, "id");
    Ask subnets = Ask.get(Service.NETWORK, "subnets").with("network_id", id);
    return new NetworkFact(
        id,
        Json.text(node, "name").orElse(""),
        node.path("router:external").asBoolean(false),
        session.call(
            () ->
                pages.all(subnets, "subnets").stream()
                    .map(subnet -> FactModels.subnet(Models.read(subnet, NeutronSubnet.class)))
                    .toList()));
  }

  /** Key pairs are the user's, not the project's. */
  @Override
  public boolean keyPairExists(String name) {
    Ask list = Ask.get(Service.COMPUTE, "os-keypairs");
    return session
        .call(
            () ->
                pages.all(list, "keypairs", entry -> Json.required(entry.path("keypair"), "name")))
        .stream()
        .anyMatch(entry -> entry.path("keypair").path("name").asText("").equals(name));
  }

  /** The zones that take servers now. openstack4j would read any other answer as no zones. */
  @Override
  public List<String> zones() {
    Ask ask = Ask.get(Service.COMPUTE, "os-availability-zone");
    JsonNode zones =
        session.call(
            () -> Models.present(Json.tree(session.ask(ask)).get("availabilityZoneInfo"), "zones"));
    return StreamSupport.stream(zones.spliterator(), false)
        .filter(zone -> zone.path("zoneState").path("available").asBoolean(false))
        .map(zone -> Json.required(zone, "zoneName"))
        .sorted()
        .toList();
  }

  @Override
  public boolean offersVolumes() {
    return session.call(() -> session.offers(Service.BLOCK_STORAGE));
  }

  @Override
  public boolean offersLoadBalancers() {
    return session.call(() -> session.offers(Service.LOAD_BALANCER));
  }

  @Override
  public List<QuotaFact> quotas() {
    return session.call(quotas::read);
  }

  private static boolean isUuid(String word) {
    return UUID.matcher(word).matches();
  }

  private Optional<JsonNode> named(Service service, String collection, String name) {
    Ask whole = Ask.get(service, collection);
    Ask list = PLAIN.matcher(name).matches() ? whole.with("name", name) : whole;
    return session.call(() -> only(collection, name, pages.all(list, collection)));
  }

  private static Optional<JsonNode> only(String kind, String word, List<JsonNode> things) {
    return having("id", word, things).stream()
        .findFirst()
        .or(() -> single(kind, word, having("name", word, things)));
  }

  private static List<JsonNode> having(String field, String word, List<JsonNode> things) {
    return things.stream().filter(node -> node.path(field).asText("").equals(word)).toList();
  }

  private static Optional<JsonNode> single(String kind, String name, List<JsonNode> found) {
    if (found.size() > 1) {
      String ids =
          found.stream().map(n -> n.path("id").asText("")).collect(Collectors.joining(", "));
      throw new CloudException(
          new CloudFault.Conflict(
              "%d %s have the name '%s': %s".formatted(found.size(), kind, name, ids)));
    }
    return found.stream().findFirst();
  }
}

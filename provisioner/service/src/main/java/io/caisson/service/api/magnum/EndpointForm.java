package io.caisson.service.api.magnum;

import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Endpoint.Keeper;
import io.caisson.service.api.http.Fields;
import io.caisson.service.store.ClusterTemplate;
import io.caisson.spi.cloud.LoadBalancerOrder.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where the API is to be reached, out of Magnum's words. {@code master_lb_enabled} asks for one
 * address before all control planes: the machines keep a virtual address, or Octavia has it if a
 * label says so. Several control planes have one unless the request says otherwise.
 */
final class EndpointForm {
  private static final String KEEPER = "api_address_keeper";
  private static final String PROVIDER = "octavia_provider";

  /** What keeps the address if no machine does. */
  private static final String OCTAVIA = "octavia";

  private static final String NAME = "api_name";
  private static final String SHARED = "master_lb_enabled";
  private static final String FLOATING = "floating_ip_enabled";

  private final Fields fields;
  private final ClusterTemplate template;
  private final SortedMap<String, String> labels;

  EndpointForm(Fields fields, ClusterTemplate template, SortedMap<String, String> labels) {
    this.fields = fields;
    this.template = template;
    this.labels = labels;
  }

  Endpoint endpoint() {
    Optional<String> name = label(NAME);
    boolean shared = shared(name.isPresent());
    for (String keeps : List.of(KEEPER, PROVIDER)) {
      if (!shared && label(keeps).isPresent()) {
        fields.problem(
            "labels." + keeps,
            "names who keeps the control plane's address, and there is none: set %s"
                .formatted(SHARED));
      }
    }
    if (name.isPresent()) {
      return named(name.get(), shared);
    }
    boolean floating = flag(FLOATING).or(() -> ofTemplate(FLOATING)).orElse(true);
    if (shared) {
      Optional<String> outside = floating ? Optional.of(external()) : Optional.empty();
      return balanced()
          ? new Endpoint.LoadBalancer(
              new Kind(label(PROVIDER), Optional.empty()), Optional.empty(), outside)
          : new Endpoint.VirtualAddress(keeper(), outside);
    }
    return floating ? new Endpoint.FloatingAddress(external()) : new Endpoint.ServerAddress();
  }

  private boolean shared(boolean named) {
    boolean several = !named && fields.integer("master_count").orElse(1) > 1;
    return flag(SHARED).orElseGet(() -> several || ofTemplate(SHARED).orElse(false));
  }

  private Endpoint named(String name, boolean shared) {
    if (shared) {
      fields.problem(
          "labels." + NAME,
          "a name of yours and %s exclude each other: let the name lead to the control planes, or"
                  .formatted(SHARED)
              + " leave it out");
    }
    if (flag(FLOATING).orElse(false)) {
      fields.problem(
          FLOATING,
          "the API is reached by the name in the label %s: leave this out".formatted(NAME));
    }
    return new Endpoint.Name(name);
  }

  /** A provider is named only by whoever wants Octavia. */
  private boolean balanced() {
    Optional<String> keeper = label(KEEPER);
    boolean machines = keeper.filter(text -> !text.equals(OCTAVIA)).isPresent();
    if (machines && label(PROVIDER).isPresent()) {
      fields.problem(
          "labels." + PROVIDER,
          "asks for a load balancer, and %s says that %s keeps the address: leave one of them out"
              .formatted(KEEPER, keeper.orElse("")));
    }
    return !machines && (keeper.isPresent() || label(PROVIDER).isPresent());
  }

  private Keeper keeper() {
    String text = label(KEEPER).orElse(Keeper.KEEPALIVED.text());
    Optional<Keeper> keeper = Keeper.of(text);
    if (keeper.isEmpty()) {
      fields.problem("labels." + KEEPER, "is none of keepalived, kube-vip and octavia");
    }
    return keeper.orElse(Keeper.KEEPALIVED);
  }

  private String external() {
    Optional<String> external = attribute("external_network_id");
    if (external.isEmpty()) {
      fields.problem(
          FLOATING, "needs a template with an external_network_id; take one, or set this to false");
    }
    return external.orElse("");
  }

  private Optional<Boolean> flag(String name) {
    return fields.flag(name);
  }

  private Optional<Boolean> ofTemplate(String name) {
    return attribute(name).map(Boolean::parseBoolean);
  }

  private Optional<String> attribute(String name) {
    return Optional.ofNullable(template.attributes().get(name));
  }

  private Optional<String> label(String name) {
    return Optional.ofNullable(labels.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }
}

package io.caisson.service.api.magnum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.caisson.service.api.ApiFixture;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openstack4j.api.OSClient.OSClientV3;
import org.openstack4j.api.identity.EndpointURLResolver;
import org.openstack4j.api.types.ServiceType;
import org.openstack4j.core.transport.Config;
import org.openstack4j.model.identity.URLResolverParams;
import org.openstack4j.model.magnum.Cluster;
import org.openstack4j.model.magnum.Mservice;
import org.openstack4j.openstack.OSFactory;
import org.openstack4j.openstack.identity.v3.domain.KeystoneToken;

/** What of Magnum openstack4j's own client can do at all, it can do here. */
class Openstack4jClientTest {
  private final ApiFixture api = new ApiFixture();
  private final String template = api.aTemplate("demo");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void itListsAndDeletesClusters() {
    String one = api.aCluster("demo", template, "one");
    String two = api.aCluster("demo", template, "two");
    assertThat(client("demo").magnum().listClusters())
        .extracting(Cluster::getUuid, Cluster::getName, Cluster::getStatus)
        .containsExactlyInAnyOrder(
            tuple(one, "one", "CREATE_IN_PROGRESS"), tuple(two, "two", "CREATE_IN_PROGRESS"));
    assertThat(client("other").magnum().listClusters()).as("another project's").isEmpty();
    assertThat(client("demo").magnum().deleteCluster(one).isSuccess()).isTrue();
    assertThat(client("demo").magnum().listClusters())
        .extracting(Cluster::getStatus)
        .containsExactlyInAnyOrder("DELETE_IN_PROGRESS", "CREATE_IN_PROGRESS");
  }

  @Test
  void itListsTheServices() {
    assertThat(client("admin").magnum().listMservices())
        .extracting(Mservice::getState)
        .containsOnly("up");
  }

  private OSClientV3 client(String token) {
    Config config = Config.newConfig().withEndpointURLResolver(new Endpoint());
    return OSFactory.clientFromToken(new KeystoneToken(), config)
        .headers(Map.of("X-Auth-Token", token));
  }

  /** As Keystone's catalogue would name it. */
  private final class Endpoint implements EndpointURLResolver {
    @Override
    public String findURLV2(URLResolverParams params) {
      return findURLV3(params);
    }

    @Override
    public String findURLV3(URLResolverParams params) {
      assertThat(params.type).isEqualTo(ServiceType.MAGNUM);
      return api.uri("/v1").toString();
    }
  }
}

package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.openstack.Catalogue.Entry;
import io.caisson.openstack.OpenStackEndpoint.Face;
import io.caisson.spi.cloud.CloudException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final OpenStackEndpoint ANY =
      OpenStackEndpoint.at(URI.create("https://keystone.example"));

  private final Catalogue catalogue =
      new Catalogue(
          List.of(
              new Entry("compute", "One", "public", "https://one.example/compute/v2.1"),
              new Entry("compute", "One", "internal", "http://10.0.0.1:8774/v2.1"),
              new Entry("compute", "Two", "public", "https://two.example/compute/v2.1/"),
              new Entry("network", "One", "public", "https://one.example:9696"),
              new Entry("volumev2", "One", "public", "https://one.example/volume/v2/p"),
              new Entry("volumev3", "One", "public", "https://one.example/volume/v3/p")));

  @Test
  void anEndpointIsThatOfItsRegionAndFace() {
    assertThat(catalogue.url(Service.COMPUTE, ANY.in("Two")))
        .isEqualTo("https://two.example/compute/v2.1");
    assertThat(catalogue.url(Service.COMPUTE, ANY.in("One").facing(Face.INTERNAL)))
        .isEqualTo("http://10.0.0.1:8774/v2.1");
  }

  @Test
  void anEndpointWithoutAVersionGetsOurs() {
    assertThat(catalogue.url(Service.NETWORK, ANY)).isEqualTo("https://one.example:9696/v2.0");
  }

  @Test
  void aServiceIsFoundByAnAliasOfItsType() {
    assertThat(catalogue.url(Service.BLOCK_STORAGE, ANY))
        .isEqualTo("https://one.example/volume/v3/p");
  }

  @Test
  void anOverrideGoesBeforeTheCatalogue() {
    OpenStackEndpoint overridden =
        ANY.overriding(Map.of(Service.IMAGE, URI.create("http://127.0.0.1:9292/")));
    assertThat(catalogue.url(Service.IMAGE, overridden)).isEqualTo("http://127.0.0.1:9292/v2");
  }

  @Test
  void whatTheCatalogueLacksIsToldWithWhatItHas() {
    assertThatThrownBy(() -> catalogue.url(Service.COMPUTE, ANY.in("Three")))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("compute in region Three")
        .hasMessageContaining("compute in Two (public)");
  }
}

package io.caisson.simulator.machines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.model.BootedInstance;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against what Nova serves (nova/api/metadata/base.py, and doc/api_samples of the metadata). */
class MetadataServiceTest {
  private final BootedInstance instance = Instances.at("127.0.0.1");

  @Test
  void anInstanceFindsItsUserDataWhereNovaServesIt() {
    assertThat(text("/openstack/latest/user_data")).contains("hostname: blue-worker-1");
    assertThat(text("/openstack/2012-08-10/user_data")).contains("hostname: blue-worker-1");
    assertThat(text("/latest/user-data")).contains("hostname: blue-worker-1");
  }

  @Test
  void theMetaDataHaveNovasFields() throws Exception {
    JsonNode about = Json.parse(text("/openstack/latest/meta_data.json"));
    assertThat(about.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "uuid",
            "meta",
            "hostname",
            "name",
            "launch_index",
            "availability_zone",
            "random_seed",
            "project_id",
            "devices",
            "dedicated_cpus");
    assertThat(about.path("uuid").asText()).isEqualTo(Instances.ID);
    assertThat(about.path("hostname").asText()).isEqualTo("Blue worker_1.novalocal");
    assertThat(about.at("/meta/caisson.cluster").asText()).isEqualTo("blue");
    assertThat(about.path("random_seed").asText()).hasSizeGreaterThan(600);
  }

  @Test
  void theNetworkDataNameTheInterface() throws Exception {
    JsonNode about = Json.parse(text("/openstack/latest/network_data.json"));
    assertThat(about.at("/links/0/ethernet_mac_address").asText()).isEqualTo("fa:16:3e:00:00:0b");
    assertThat(about.at("/networks/0/link").asText()).isEqualTo(about.at("/links/0/id").asText());
    assertThat(about.at("/networks/0/type").asText()).isEqualTo("ipv4_dhcp");
  }

  @Test
  void theVersionsAreListedAndAnUnknownOneIsNotThere() {
    assertThat(text("/openstack")).startsWith("2012-08-10\n").endsWith("\nlatest");
    assertThat(text("/openstack/")).isEqualTo(text("/openstack"));
    assertThat(MetadataService.answer(instance, "/openstack/1999-01-01/user_data")).isEmpty();
    assertThat(MetadataService.answer(instance, "/openstack/latest/secrets")).isEmpty();
    assertThat(MetadataService.answer(instance, "/")).isEmpty();
  }

  @Test
  void withoutUserDataThereIsNone() {
    BootedInstance bare = Instances.at("127.0.0.1", Optional.empty());
    assertThat(MetadataService.answer(bare, "/openstack/latest/user_data")).isEmpty();
  }

  @Test
  void theOldFormIsThereToo() {
    assertThat(text("/latest/meta-data/")).contains("instance-id", "local-ipv4", "public-ipv4");
    assertThat(text("/latest/meta-data/instance-id")).isEqualTo("i-9f6e9bd8");
    assertThat(text("/latest/meta-data/public-ipv4")).isEqualTo("10.77.2.9");
    assertThat(MetadataService.answer(instance, "/latest/meta-data/kernel-id")).isEmpty();
  }

  @Test
  void anInstanceIsKnownByTheAddressThatItAsksFrom() throws Exception {
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    try (MetadataService service = MetadataService.start(any, NameService.start(any))) {
      String url =
          "http://127.0.0.1:" + service.address().getPort() + "/openstack/latest/user_data";
      assertThat(get(url).statusCode()).isEqualTo(404);
      service.serve(Instances.at("127.0.0.2"));
      assertThat(get(url).statusCode()).isEqualTo(404);
      service.serve(instance);
      assertThat(get(url).body()).contains("hostname: blue-worker-1");
      service.forget(Instances.ID);
      assertThat(get(url).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void everyQuestionForANameIsAnsweredThatThereIsNone() {
    byte[] query = {
      0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 'a', 3, 'c', 'o', 'm', 0, 0, 1, 0, 1, 0, 0, 41
    };
    byte[] answer = NameService.answer(query).orElseThrow();
    assertThat(answer).startsWith(0x12, 0x34, 0x81, 0x83, 0, 1, 0, 0, 0, 0, 0, 0).hasSize(23);
    assertThat(NameService.answer(answer)).isEmpty();
    assertThat(NameService.answer(new byte[] {1, 2, 3})).isEmpty();
  }

  private String text(String path) {
    return new String(MetadataService.answer(instance, path).orElseThrow(), StandardCharsets.UTF_8);
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }
}

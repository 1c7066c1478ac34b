package io.caisson.service.api.magnum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TemplatesTest {
  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aTemplateIsMadeWithMagnumsDefaultsAndShownOnEveryRoute() {
    String id = api.aTemplate("demo");
    for (String path :
        new String[] {
          "/v1/clustertemplates/" + id, "/clustertemplates/" + id + "/", "/v1/clustertemplates/k8s"
        }) {
      JsonNode shown = api.get("demo", path).json();
      assertThat(shown.get("uuid").asText()).as(path).isEqualTo(id);
      assertThat(shown.get("server_type").asText()).isEqualTo("vm");
      assertThat(shown.get("dns_nameserver").asText()).isEqualTo("8.8.8.8");
      assertThat(shown.get("network_driver").asText()).isEqualTo("flannel");
      assertThat(shown.get("cluster_distro").asText()).isEqualTo("ubuntu");
      assertThat(shown.get("floating_ip_enabled").asBoolean()).isTrue();
      assertThat(shown.get("tls_disabled").isBoolean()).isTrue();
      assertThat(shown.get("docker_volume_size").isNull()).isTrue();
      assertThat(shown.get("labels").get("kube_tag").asText()).isEqualTo("v1.34.4");
      assertThat(shown.get("links").get(0).get("href").asText())
          .isEqualTo(api.uri("/v1/clustertemplates/" + id).toString());
      assertThat(shown.get("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
      assertThat(shown.get("updated_at").isNull()).isTrue();
    }
  }

  @Test
  void creatingAnswers201WithItsLocation() {
    Answer answer =
        api.post("demo", "/v1/clustertemplates/", "{\"image_id\": \"ubuntu\", \"public\": \"\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.header("Location"))
        .isEqualTo(
            api.uri("/v1/clustertemplates/" + answer.json().get("uuid").asText()).toString());
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        bad("{}", "image_id: is missing"),
        bad("{\"image_id\": \"nope\"}", "image_id: the project has no image 'nope'"),
        bad("{\"image_id\": \"twice\"}", "2 images have the name twice"),
        bad(with("\"flavor_id\": \"nope\""), "flavor_id: the project has no flavor 'nope'"),
        bad(with("\"external_network_id\": \"private\""), "is not external"),
        bad(with("\"fixed_network\": \"nope\""), "fixed_network: the project has no network"),
        bad(with("\"coe\": \"swarm\""), "coe: 'kubernetes' is the only one"),
        bad(with("\"network_driver\": \"calico\""), "network_driver: 'flannel'"),
        bad(with("\"server_type\": \"bm\""), "server_type: 'vm'"),
        bad(with("\"tls_disabled\": \"True\""), "tls_disabled: a cluster without TLS"),
        bad(with("\"master_lb_enabled\": \"perhaps\""), "neither true nor false"),
        bad(with("\"docker_volume_size\": \"much\""), "docker_volume_size"),
        bad(with("\"registry_enabled\": \"yes\""), "registry_enabled: a registry"),
        bad(with("\"floating_ip_enabled\": \"maybe\""), "neither true nor false"),
        bad(with("\"labels\": [1]"), "labels: must be an object of texts"),
        bad(with("\"labels\": {\"a\": {\"b\": 1}}"), "labels: the value of 'a' is no text"),
        bad(with("\"name\": \"1st\""), "name: '1st' must begin with a letter"),
        bad(with("\"name\": \"" + "x".repeat(300) + "\""), "name: has 300 characters"),
        bad(with("\"name\": 5.5"), "name: '5.5'"),
        bad(with("\"name\": {}"), "name: must be a text"),
        bad(with("\"uuid\": \"x\""), "uuid: cannot be set"),
        bad(with("\"colour\": \"red\""), "colour: unknown attribute"),
        bad(with("\"flavor_id\": \"a\\u0000b\""), "cannot be stored"),
        bad("[]", "is no JSON object"),
        bad("{\"image_id\": ", "no well-formed JSON"),
        bad("{\"image_id\": \"a\", \"image_id\": \"b\"}", "no well-formed JSON"),
        bad("{} {}", "no well-formed JSON"),
        bad("[".repeat(2000), "no well-formed JSON"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refusals")
  void aBadTemplateIsRefusedPrecisely(String body, String words) {
    Answer answer = api.post("demo", "/v1/clustertemplates", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.title()).contains(words);
    assertThat(answer.json().at("/errors/0/detail").asText()).isEqualTo(answer.title());
    assertThat(answer.json().at("/errors/0/links").isArray()).isTrue();
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    Answer answer =
        api.post(
            "demo",
            "/v1/clustertemplates",
            "{\"coe\": \"mesos\", \"tls_disabled\": true, \"x\": 1}");
    assertThat(answer.title()).contains("coe:", "tls_disabled:", "x:", "image_id:");
  }

  @Test
  void anUnknownKeyPairAloneIs404() {
    Answer answer = api.post("demo", "/v1/clustertemplates", with("\"keypair_id\": \"nope\""));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.title()).contains("keypair_id: the project has no key pair 'nope'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'op':'replace','path':'/name','value':'new'}]|name|new",
        "[{'op':'replace','path':'/flavor_id','value':'f-medium'}]|flavor_id|f-medium",
        "[{'op':'add','path':'/labels/x','value':'y'}]|labels|{'kube_tag':'v1.34.4','x':'y'}",
        "[{'op':'replace','path':'/labels','value':{'a':1}}]|labels|{'a':'1'}",
        "[{'op':'replace','path':'/labels','value':\"{'a': True, 'b':"
            + " 2}\"}]|labels|{'a':'True','b':'2'}",
        "[{'op':'remove','path':'/labels/kube_tag'}]|labels|{}",
        "[{'op':'remove','path':'/keypair_id'}]|keypair_id|null",
        "[{'op':'add','path':'/tags','value':'a,b'}]|tags|a,b",
      })
  void aPatchChangesOneThing(String patch, String attribute, String value) {
    String id = api.aTemplate("demo");
    String json = patch.replaceAll("'(?![^\"]*\"}])", "\"");
    Answer answer = api.send("PATCH", "demo", "/v1/clustertemplates/" + id, json);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode changed = api.get("demo", "/v1/clustertemplates/" + id).json();
    String shown = changed.get(attribute).isTextual() ? changed.get(attribute).asText() : "";
    assertThat(shown.isEmpty() ? changed.get(attribute).toString() : shown)
        .isEqualTo(value.replace('\'', '"'));
    assertThat(changed.get("updated_at").isNull()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|a patch is a list",
        "[]|a patch is a list",
        "[{'op':'move','path':'/name'}]|op 'move' is not known",
        "[{'op':'replace','path':'name','value':'x'}]|path 'name' is not understood",
        "[{'op':'replace','path':'/name'}]|need a value",
        "[{'op':'replace','path':'/uuid','value':'x'}]|internal attribute",
        "[{'op':'add','path':'/colour','value':'x'}]|no attribute of a cluster template",
        "[{'op':'add','path':'/name','value':'x'}]|use 'replace'",
        "[{'op':'remove','path':'/image_id'}]|is mandatory",
        "[{'op':'remove','path':'/labels/none'}]|there is no label",
        "[{'op':'replace','path':'/labels','value':'{1'}]|must be an object of texts",
        "[{'op':'replace','path':'/coe','value':'swarm'}]|coe:",
        "[{'op':'replace','path':'/flavor_id','value':'nope'}]|no flavor 'nope'",
      })
  void aBadPatchIsRefusedAndChangesNothing(String patch, String words) {
    String id = api.aTemplate("demo");
    String before = api.get("demo", "/v1/clustertemplates/" + id).text();
    Answer answer =
        api.send("PATCH", "demo", "/v1/clustertemplates/" + id, patch.replace('\'', '"'));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.title()).contains(words);
    assertThat(api.get("demo", "/v1/clustertemplates/" + id).text()).isEqualTo(before);
  }

  @Test
  void aTemplateInUseStaysExceptForItsName() {
    String id = api.aTemplate("demo");
    api.aCluster("demo", id, "one");
    String path = "/v1/clustertemplates/" + id;
    assertThat(api.send("DELETE", "demo", path, "").title()).contains("is referenced by");
    String flavor = "[{\"op\":\"replace\",\"path\":\"/flavor_id\",\"value\":\"m1.tiny\"}]";
    assertThat(api.send("PATCH", "demo", path, flavor).title()).contains("a cluster was made from");
    String name = "[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"renamed\"}]";
    assertThat(api.send("PATCH", "demo", path, name).status()).isEqualTo(200);
  }

  @Test
  void aDeletedTemplateIsGone() {
    String id = api.aTemplate("demo");
    assertThat(api.send("DELETE", "demo", "/v1/clustertemplates/k8s", "").status()).isEqualTo(204);
    assertThat(api.get("demo", "/v1/clustertemplates/" + id).status()).isEqualTo(404);
  }

  @Test
  void anotherProjectSeesOnlyWhatIsPublicAndChangesNothing() {
    String id = api.aTemplate("demo");
    String path = "/v1/clustertemplates/" + id;
    assertThat(api.get("other", path).status()).isEqualTo(404);
    assertThat(api.send("DELETE", "other", path, "").status()).isEqualTo(404);
    String share = "[{\"op\":\"replace\",\"path\":\"/public\",\"value\":true}]";
    assertThat(api.send("PATCH", "demo", path, share).status()).isEqualTo(403);
    assertThat(api.send("PATCH", "admin", path, share).status()).isEqualTo(200);
    assertThat(api.get("other", path).status()).isEqualTo(200);
    assertThat(api.send("DELETE", "other", path, "").status()).isEqualTo(403);
    String hide = "[{\"op\":\"replace\",\"path\":\"/hidden\",\"value\":true}]";
    assertThat(api.send("PATCH", "admin", path, hide).status()).isEqualTo(200);
    assertThat(api.get("demo", path).status()).isEqualTo(404);
    assertThat(api.get("admin", path).status()).isEqualTo(200);
  }

  @Test
  void aReaderLooksAndChangesNothing() {
    String id = api.aTemplate("demo");
    assertThat(api.get("reader", "/v1/clustertemplates/" + id).status()).isEqualTo(200);
    assertThat(api.send("DELETE", "reader", "/v1/clustertemplates/" + id, "").status())
        .isEqualTo(403);
    assertThat(api.post("reader", "/v1/clustertemplates", "nonsense").status()).isEqualTo(403);
    assertThat(api.get("nobody", "/v1/clustertemplates").status()).isEqualTo(403);
  }

  private static Arguments bad(String body, String words) {
    return Arguments.of(body, words);
  }

  private static String with(String more) {
    return "{\"image_id\": \"ubuntu\", %s}".formatted(more);
  }
}

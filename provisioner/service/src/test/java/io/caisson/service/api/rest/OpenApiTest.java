package io.caisson.service.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class OpenApiTest {
  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aParserFindsNothingWrongWithWhatEverybodyIsServed() {
    for (String form : List.of("json", "yaml")) {
      Answer answer = api.get("", "/api/v1/openapi." + form);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).startsWith("application/" + form);
      SwaggerParseResult read = new OpenAPIV3Parser().readContents(answer.text());
      assertThat(read.getMessages()).isEmpty();
      OpenAPI document = read.getOpenAPI();
      assertThat(document.getOpenapi()).isEqualTo("3.1.0");
      assertThat(document.getPaths().get("/api/v1/clusters").getPost().getResponses().keySet())
          .contains("200", "202", "400", "401", "403", "409", "422");
    }
  }

  @Test
  void bothFormsSayTheSame() {
    Object json = new Yaml().load(api.get("", "/api/v1/openapi.json").text());
    Map<String, Object> yaml = new Yaml().load(api.get("", "/api/v1/openapi.yaml").text());
    assertThat(yaml).isEqualTo(json);
  }

  @Test
  void whatIsServedOrDescribedAndNotBothIsNamed() {
    TreeSet<String> described =
        Routes.ALL.stream().map(Route::line).collect(Collectors.toCollection(TreeSet::new));
    Routes.mustBe(described);
    TreeSet<String> served = new TreeSet<>(described);
    served.remove("GET /api/v1/clusters");
    served.add("GET /api/v1/secret");
    assertThatThrownBy(() -> Routes.mustBe(served))
        .hasMessageEndingWith("[GET /api/v1/clusters, GET /api/v1/secret]");
  }

  @Test
  void allThatIsPointedAtIsThere() {
    JsonNode document = api.get("", "/api/v1/openapi.json").json();
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(ref -> assertThat(document.at(ref.substring(1)).isObject()).isTrue());
  }
}

package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What came back, as it came. */
record Answer(HttpResponse<String> response) {
  int status() {
    return response.statusCode();
  }

  String text() {
    return response.body();
  }

  Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  /** The answer, if it has this status. */
  Answer expect(int status) {
    assertThat(status())
        .as("%s %s: %s", response.request().method(), path(), text())
        .isEqualTo(status);
    return this;
  }

  /** A {@code Status} with this code and reason; the code is the status of the answer too. */
  Answer refused(int code, String reason) {
    expect(code);
    assertThat(at("/kind").asText()).as(text()).isEqualTo("Status");
    assertThat(at("/apiVersion").asText()).isEqualTo("v1");
    assertThat(at("/status").asText()).isEqualTo("Failure");
    assertThat(at("/code").asInt()).isEqualTo(code);
    assertThat(at("/reason").asText()).as(text()).isEqualTo(reason);
    return this;
  }

  Answer saying(String... words) {
    assertThat(at("/message").asText()).contains(words);
    return this;
  }

  JsonNode json() {
    return Doc.parsed(text());
  }

  /** To be changed and sent back. */
  ObjectNode object() {
    return (ObjectNode) json();
  }

  JsonNode at(String pointer) {
    return json().at(pointer);
  }

  String text(String pointer) {
    return at(pointer).asText();
  }

  /** Of a list: the names. */
  List<String> names() {
    return StreamSupport.stream(json().path("items").spliterator(), false)
        .map(item -> item.at("/metadata/name").asText())
        .toList();
  }

  Set<String> keys(String pointer) {
    Set<String> keys = new TreeSet<>();
    at(pointer).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private String path() {
    return response.request().uri().getRawPath();
  }
}

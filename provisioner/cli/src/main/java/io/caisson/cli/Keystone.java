package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A token of Keystone v3 with its catalogue. */
record Keystone(String token, String project, JsonNode catalogue, String region) {

  /**
   * Logs in by the usual variables.
   *
   * @param prefix before {@code OS_}, such as {@code ADMIN_}
   */
  static Keystone login(EnvFile env, String prefix) {
    Map<String, Object> identity =
        Map.of(
            "methods",
            new String[] {"password"},
            "password",
            Map.of(
                "user",
                Map.of(
                    "name",
                    env.need(prefix + "OS_USERNAME"),
                    "password",
                    env.need(prefix + "OS_PASSWORD"),
                    "domain",
                    Map.of("name", domain(env, prefix + "OS_USER_DOMAIN_NAME")))));
    Map<String, Object> scope =
        Map.of(
            "project",
            Map.of(
                "name",
                env.need(prefix + "OS_PROJECT_NAME"),
                "domain",
                Map.of("name", domain(env, prefix + "OS_PROJECT_DOMAIN_NAME"))));
    String url = env.get(prefix + "OS_AUTH_URL").orElseGet(() -> env.need("OS_AUTH_URL"));
    Http.Answer answer =
        Http.plain()
            .ask(
                "POST",
                url + "/auth/tokens",
                Optional.of(Map.of("auth", Map.of("identity", identity, "scope", scope))));
    if (answer.status() != 201) {
      throw new CommandFailed(
          CommandFailed.Exit.DENIED,
          "Keystone refuses %s: %s"
              .formatted(env.need(prefix + "OS_USERNAME"), Http.reason(answer.body())));
    }
    return new Keystone(
        answer.raw().headers().firstValue("X-Subject-Token").orElseThrow(),
        answer.body().at("/token/project/id").asText(),
        answer.body().at("/token/catalog"),
        env.get("OS_REGION_NAME").orElse(""));
  }

  private static String domain(EnvFile env, String name) {
    return env.get(name).orElse("Default");
  }

  /** The public endpoint of a service type, without a slash at its end. */
  String endpoint(String type) {
    return StreamSupport.stream(catalogue.spliterator(), false)
        .filter(service -> service.path("type").asText().equals(type))
        .flatMap(service -> StreamSupport.stream(service.path("endpoints").spliterator(), false))
        .filter(endpoint -> endpoint.path("interface").asText().equals("public"))
        .filter(e -> region.isEmpty() || e.path("region").asText().equals(region))
        .map(endpoint -> endpoint.path("url").asText().replaceAll("/$", ""))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailed(
                    CommandFailed.Exit.FAILED, "the catalogue has no service of type " + type));
  }

  Http http() {
    return Http.plain().withToken(token);
  }

  @Override
  public String toString() {
    return "Keystone[" + project + "]";
  }
}

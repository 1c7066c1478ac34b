package io.caisson.contract.cloud.openstack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Exchanges with a real OpenStack, kept as data ({@code walk.json}), walked again on any cloud that
 * says it is one. Where the answers differ in status, in fields or in the words of a refusal, the
 * other cloud is wrong, or the kept answer is old.
 *
 * <p>What is compared: statuses; of good answers the names of all fields; of refusals all words,
 * ids and addresses aside.
 */
public final class KeptWalk {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String IDS =
      "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|127(\\.\\d{1,3}){3}"
          + "|contract-[0-9a-f]{8}";
  private static final Duration SETTLED = Duration.ofMinutes(3);

  private static final Set<String> PASSING = Set.of("BUILD", "DELETED");

  private final Session session;
  private final Map<String, String> names = new TreeMap<>();

  private KeptWalk(Session session, Map<String, String> names) {
    this.session = session;
    this.names.putAll(names);
  }

  /** Walks all steps on this cloud, and says how its answers differ from those that are kept. */
  public static List<String> differences(OpenStackEnvironment cloud) {
    List<Step> kept = kept();
    List<Step> now = new KeptWalk(cloud.session(), cloud.names()).walk(kept);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      all.addAll(differences(kept.get(i), now.get(i)));
    }
    return all;
  }

  /** The same steps as JSON, with the answers that this cloud gives: to be kept. */
  public static String record(OpenStackEnvironment cloud) {
    ArrayNode all = JSON.createArrayNode();
    new KeptWalk(cloud.session(), cloud.names()).walk(kept()).forEach(s -> all.add(json(s)));
    return all.toPrettyString();
  }

  private static List<Step> kept() {
    try (InputStream in = KeptWalk.class.getResourceAsStream("walk.json")) {
      if (in == null) {
        throw new IllegalStateException("walk.json is missing from the jar");
      }
      List<Step> steps = new ArrayList<>();
      JSON.readTree(in).forEach(node -> steps.add(Step.of(node)));
      return steps;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private List<Step> walk(List<Step> steps) {
    List<Step> answered = new ArrayList<>();
    for (Step step : steps) {
      answered.add(step.method().equals("AWAIT") ? settled(step) : ask(step, step.method()));
    }
    return answered;
  }

  /** Asks until the answer no longer speaks of a server that is being built or deleted. */
  private Step settled(Step step) {
    return await(step.name())
        .atMost(SETTLED)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> ask(step, "GET"), KeptWalk::still);
  }

  private static boolean still(Step answered) {
    JsonNode server = answered.answer().path("server");
    return !PASSING.contains(server.path("status").asText())
        && (server.isMissingNode() || server.path("OS-EXT-STS:task_state").isNull());
  }

  private Step ask(Step step, String method) {
    HttpResponse<byte[]> answer =
        session.ask(
            method,
            step.service(),
            filled(step.path()),
            step.body().map(this::filled).orElse(null));
    JsonNode said = json(answer.body());
    step.keep().forEach((name, pointer) -> names.put(name, said.at(pointer).asText()));
    return step.answered(answer.statusCode(), said);
  }

  private String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      filled = filled.replace("${" + name.getKey() + "}", name.getValue());
    }
    return filled;
  }

  private JsonNode filled(JsonNode body) {
    try {
      return JSON.readTree(filled(body.toString()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static JsonNode json(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      JsonNode node = JSON.readTree(text);
      return node.isContainerNode() ? node : TextNode.valueOf(text);
    } catch (IOException noJson) {
      return TextNode.valueOf(text);
    }
  }

  private static List<String> differences(Step kept, Step now) {
    List<String> all = new ArrayList<>();
    if (kept.status() != now.status()) {
      all.add("%s: %d here, %d kept".formatted(kept.name(), now.status(), kept.status()));
    } else if (kept.status() >= 400) {
      String here = now.answer().toString().replaceAll(IDS, "…");
      String there = kept.answer().toString().replaceAll(IDS, "…");
      if (!here.equals(there)) {
        all.add("%s:%n  here %s%n  kept %s".formatted(kept.name(), here, there));
      }
    } else {
      Set<String> here = Shape.of(now.answer());
      Set<String> there = Shape.of(kept.answer());
      add(all, kept.name() + ": not here", there, here);
      add(all, kept.name() + ": only here", here, there);
    }
    return all;
  }

  private static void add(List<String> all, String what, Set<String> some, Set<String> others) {
    Set<String> more = new TreeSet<>(some);
    more.removeAll(others);
    if (!more.isEmpty()) {
      all.add(what + " " + more);
    }
  }

  private static ObjectNode json(Step step) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", step.name()).put("service", step.service());
    node.put("method", step.method()).put("path", step.path());
    step.body().ifPresent(body -> node.set("body", body));
    if (!step.keep().isEmpty()) {
      ObjectNode keep = node.putObject("keep");
      step.keep().forEach(keep::put);
    }
    node.put("status", step.status());
    node.set("answer", hidden(step.answer()));
    return node;
  }

  private static JsonNode hidden(JsonNode answer) {
    for (String secret : new String[] {"secret", "adminPass"}) {
      answer.findParents(secret).forEach(parent -> ((ObjectNode) parent).put(secret, "***"));
    }
    return answer;
  }
}

package io.caisson.contract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A request and what a real kube-apiserver answered to it, as one JSON file: {@code name}, {@code
 * as} (admin, anonymous, token, or another user), {@code request} and {@code response}.
 */
record KeptExchange(JsonNode kept) {
  /** What a client reads of the headers. */
  private static final List<String> HEADERS = List.of("Content-Type", "Retry-After", "Warning");

  private static final String PASSING =
      "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|(https://)?127(\\.\\d+){3}:\\d+(/[^\"\\\\]*)?|(?<=current:"
          + " )\\d+|(?<=currently|has )\\d+";

  /** Who made an object and what else is on it depends on the cluster. */
  private static final Set<String> OF_THE_CLUSTER =
      Set.of(
          "managedFields",
          "annotations",
          "labels",
          "ownerReferences",
          "generateName",
          "remainingItemCount",
          "finalizers",
          "leaseTransitions",
          "disruptedPods");

  /** All files of a folder, in the order of their names. */
  static List<KeptExchange> folder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<KeptExchange> all = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        all.add(new KeptExchange(Doc.parsed(Files.readString(file))));
      }
      return all;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  String name() {
    return kept.path("name").asText();
  }

  String as() {
    return kept.path("as").asText();
  }

  String method() {
    return kept.at("/request/method").asText();
  }

  String path() {
    return kept.at("/request/path").asText();
  }

  String type() {
    return kept.at("/request/headers/Content-Type").asText();
  }

  JsonNode body() {
    return kept.at("/request/body");
  }

  JsonNode answer() {
    return kept.at("/response/body");
  }

  int status() {
    return kept.at("/response/status").asInt();
  }

  boolean isWatch() {
    return kept.path("response").has("events");
  }

  /** How this answer differs from the one that was kept. */
  List<String> differences(Answer now) {
    List<String> all = new ArrayList<>();
    compare(all, "status", Integer.toString(status()), Integer.toString(now.status()));
    if (!isWatch()) {
      for (String header : HEADERS) {
        String there = kept.at("/response/headers").path(header).asText();
        compare(all, header, there, now.header(header).orElse(""));
      }
    }
    if (!all.isEmpty()) {
      return all;
    }
    if (isWatch()) {
      compare(all, "events", types(kept.at("/response/events").toString()), types(now.text()));
    } else if (answer().isTextual()) {
      compare(all, "text", checks(answer().asText()), checks(now.text()));
    } else if (answer().path("kind").asText().equals("Status") && status() >= 400) {
      compare(all, "body", settled(answer().toString()), settled(now.json().toString()));
    } else {
      shape(all, answer(), now.json());
    }
    return all;
  }

  private void shape(List<String> all, JsonNode there, JsonNode here) {
    compare(all, "kind", there.path("kind").asText(), here.path("kind").asText());
    compare(all, "keys", keys(there), keys(here));
    compare(all, "keys of metadata", keys(there.path("metadata")), keys(here.path("metadata")));
    boolean played = Set.of("Node", "Pod").contains(there.path("kind").asText());
    if (!played && !name().contains("config")) {
      compare(all, "keys of spec", keys(there.path("spec")), keys(here.path("spec")));
      compare(all, "keys of status", keys(there.path("status")), keys(here.path("status")));
    }
    compare(all, "keys of details", keys(there.path("details")), keys(here.path("details")));
  }

  private static String keys(JsonNode object) {
    Set<String> keys = new TreeSet<>();
    object.fieldNames().forEachRemaining(keys::add);
    keys.removeAll(OF_THE_CLUSTER);
    return keys.toString();
  }

  /** Which kinds of events there are, however many. */
  private static String types(String events) {
    Set<String> types = new TreeSet<>();
    for (String type :
        List.of("ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR", "initial-events-end")) {
      if (events.contains(type)) {
        types.add(type);
      }
    }
    return types.toString();
  }

  /** Which post-start hooks there are is a matter of the version. */
  private static String checks(String text) {
    return text.replaceAll("(?m)^\\[\\+]poststarthook/.*\\R", "");
  }

  private static String settled(String text) {
    return text.replaceAll(PASSING, "…");
  }

  private static void compare(List<String> all, String what, String there, String here) {
    if (!there.equals(here)) {
      all.add("%s: kept %s, here %s".formatted(what, there, here));
    }
  }
}

package io.caisson.domain.disruption;

import io.caisson.spi.kubernetes.LabelSelector;
import io.caisson.spi.kubernetes.Pod;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How pods leave the nodes of one cluster that has to give up a node, as its labels say. The words
 * are those of Cluster API's MachineDrainRules.
 *
 * @param deadline counted from when the machine began to leave
 * @param late what happens then
 * @param rules the first that selects a pod counts; a pod's own label counts before all
 */
public record DrainPolicy(Duration deadline, Late late, List<Rule> rules) {
  public static final String DEADLINE = "drain_deadline";
  public static final String LATE = "drain_late";
  public static final String RULES = "drain_rules";

  /** Pod labels by which a pod's owner decides: {@code skip} or {@code wait-completed}. */
  private static final List<String> OWN = List.of("caisson.io/drain", "cluster.x-k8s.io/drain");

  /** What holds for a cluster whose labels say nothing. */
  public static final DrainPolicy USUAL =
      new DrainPolicy(Duration.ofMinutes(30), Late.WAIT, List.of());

  private static final String COMPLETED = "wait-completed";
  private static final Rule PLAIN = new Rule(LabelSelector.ALL, Behaviour.DRAIN, 0);
  private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,4})([smh])");
  private static final Pattern ORDER = Pattern.compile("-?\\d{1,6}");

  public DrainPolicy {
    rules = List.copyOf(rules);
  }

  /** What is done about a node that has not become empty by its deadline. */
  public enum Late {
    /** It is said, and tried on. */
    WAIT,
    /** The change has failed: nobody is evicted any more until it is asked for again. */
    FAIL,
    /** The server goes with the pods that are left: budgets are overridden. */
    OVERRIDE
  }

  /** What becomes of a pod. */
  public enum Behaviour {
    DRAIN,
    /** It stays, and nobody waits for it. */
    SKIP,
    /** It is not evicted; the node waits until it has ended by itself. */
    WAIT_COMPLETED
  }

  /**
   * @param order lower ones leave first; the next order begins when no pod of it is left
   */
  public record Rule(LabelSelector pods, Behaviour behaviour, int order) {}

  /** What holds for this pod. */
  public Rule rule(Pod pod) {
    return OWN.stream()
        .flatMap(label -> Optional.ofNullable(pod.labels().get(label)).stream())
        .flatMap(word -> own(word).stream())
        .findFirst()
        .or(() -> rules.stream().filter(rule -> rule.pods().selects(pod.labels())).findFirst())
        .orElse(PLAIN);
  }

  /** What selects all pods, and maybe others, that are waited for until they have ended. */
  public List<LabelSelector> completing() {
    return Stream.concat(
            OWN.stream().map(label -> LabelSelector.of(Map.of(label, COMPLETED))),
            rules.stream()
                .filter(rule -> rule.behaviour() == Behaviour.WAIT_COMPLETED)
                .map(Rule::pods))
        .toList();
  }

  private static Optional<Rule> own(String word) {
    return switch (word) {
      case "skip" -> Optional.of(new Rule(LabelSelector.ALL, Behaviour.SKIP, 0));
      case COMPLETED -> Optional.of(new Rule(LabelSelector.ALL, Behaviour.WAIT_COMPLETED, 0));
      default -> Optional.empty();
    };
  }

  /**
   * Of a cluster with these labels.
   *
   * @throws IllegalArgumentException for labels that cannot be read
   */
  public static DrainPolicy of(Map<String, String> labels) {
    return new DrainPolicy(
        Optional.ofNullable(labels.get(DEADLINE)).map(DrainPolicy::time).orElse(USUAL.deadline()),
        Optional.ofNullable(labels.get(LATE)).map(DrainPolicy::late).orElse(USUAL.late()),
        Optional.ofNullable(labels.get(RULES)).map(DrainPolicy::rules).orElse(USUAL.rules()));
  }

  /** The same; labels that cannot be read, which no cluster is accepted with, say nothing. */
  public static DrainPolicy ofKnown(Map<String, String> labels) {
    try {
      return of(labels);
    } catch (IllegalArgumentException unreadable) {
      return USUAL;
    }
  }

  private static Duration time(String text) {
    Matcher parts = TIME.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'%s' is no time such as 90s, 30m or 2h".formatted(text));
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static Late late(String text) {
    return Arrays.stream(Late.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is none of wait, fail and override".formatted(text)));
  }

  /** Rules as {@code BEHAVIOUR:KEY=VALUE&KEY=VALUE}, with a bar between two. */
  private static List<Rule> rules(String text) {
    return Arrays.stream(text.split("\\|", -1)).map(String::strip).map(DrainPolicy::rule).toList();
  }

  private static Rule rule(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "'%s' is no rule such as skip:app=agent, wait-completed:queue=train or 10:app=db"
              .formatted(text));
    }
    String word = text.substring(0, colon);
    LabelSelector pods = LabelSelector.of(labels(text.substring(colon + 1)));
    if (ORDER.matcher(word).matches()) {
      return new Rule(pods, Behaviour.DRAIN, Integer.parseInt(word));
    }
    Behaviour behaviour =
        own(word)
            .map(Rule::behaviour)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'%s' is none of skip, wait-completed and a number".formatted(word)));
    return new Rule(pods, behaviour, 0);
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'%s' is no label KEY=VALUE".formatted(part));
      }
      labels.put(part.substring(0, equals), part.substring(equals + 1));
    }
    return labels;
  }
}

package io.caisson.openstack.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Words of a call that no fault may repeat. Nova quotes a field that it refuses in full, and old
 * Keystones quote the token.
 */
public record Secrets(List<String> words) {
  public static final Secrets NONE = new Secrets(List.of());

  public Secrets {
    words = words.stream().filter(word -> !word.isEmpty()).toList();
  }

  public static Secrets of(String... words) {
    return new Secrets(List.of(words));
  }

  public Secrets and(String word) {
    List<String> more = new ArrayList<>(words);
    more.add(word);
    return new Secrets(more);
  }

  /** The answer with every secret blackened. */
  Answer blacken(Answer answer) {
    String body = answer.body();
    for (String word : words) {
      body = body.replace(word, "***");
    }
    return new Answer(answer.status(), answer.headers(), body);
  }

  @Override
  public String toString() {
    return "Secrets[" + words.size() + "]";
  }
}

package io.caisson.service.store;

import static io.caisson.service.store.SampleClusters.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.store.RequestStore.Answer;
import io.caisson.service.store.RequestStore.Claim;
import io.caisson.service.store.RequestStore.Key;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of requests does. */
public interface RequestStoreContract {
  Key KEY = new Key("project-1", "user-1", "key-1");

  /** The store under test; empty when a test begins. */
  RequestStore store();

  private static Claim claim(Instant at) {
    return Claim.of("print", UUID.randomUUID().toString(), at);
  }

  @Test
  default void aKeyIsClaimedOnce() {
    Claim first = claim(NOW);
    assertThat(store().claim(KEY, first)).isEqualTo(first);
    assertThat(store().claim(KEY, claim(NOW))).isEqualTo(first);
  }

  @Test
  default void aKeyIsItsSendersOwn() {
    store().claim(KEY, claim(NOW));
    Claim colleague = claim(NOW);
    Claim stranger = claim(NOW);
    assertThat(store().claim(new Key("project-1", "user-2", "key-1"), colleague))
        .isEqualTo(colleague);
    assertThat(store().claim(new Key("project-2", "user-1", "key-1"), stranger))
        .isEqualTo(stranger);
  }

  @Test
  default void anAnswerIsKeptForWhoeverHoldsTheKey() {
    Claim first = claim(NOW);
    store().claim(KEY, first);
    Answer answer = new Answer(202, "{\"id\": \"ü\"}", "/there");
    store().answer(KEY, claim(NOW), new Answer(500, "", ""));
    store().answer(KEY, first, answer);
    assertThat(store().claim(KEY, claim(NOW)).answer()).isEqualTo(Optional.of(answer));
  }

  @Test
  default void onlyAnUnansweredClaimIsTakenOver() {
    Claim first = claim(NOW);
    store().claim(KEY, first);
    Claim second = claim(NOW.plusSeconds(200));
    assertThat(store().takeOver(KEY, claim(NOW), second)).as("another claim").isFalse();
    assertThat(store().takeOver(KEY, first, second)).isTrue();
    store().answer(KEY, second, new Answer(202, "", ""));
    assertThat(store().takeOver(KEY, second, claim(NOW))).as("an answered one").isFalse();
  }

  @Test
  default void aKeyThatIsGivenBackIsFree() {
    Claim first = claim(NOW);
    store().claim(KEY, first);
    store().withdraw(KEY, claim(NOW));
    assertThat(store().claim(KEY, claim(NOW))).as("by somebody else").isEqualTo(first);
    store().withdraw(KEY, first);
    Claim second = claim(NOW);
    assertThat(store().claim(KEY, second)).isEqualTo(second);
  }

  @Test
  default void aKeyIsForgottenAfterItsTime() {
    store().claim(KEY, claim(NOW));
    Claim later = claim(NOW.plus(RequestStore.KEPT).plusSeconds(1));
    assertThat(store().claim(KEY, later)).isEqualTo(later);
  }
}

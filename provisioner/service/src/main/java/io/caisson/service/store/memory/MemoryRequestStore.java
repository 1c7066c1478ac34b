package io.caisson.service.store.memory;

import io.caisson.service.store.RequestStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keys of requests in memory. Safe for all threads. */
public final class MemoryRequestStore implements RequestStore {
  private final Map<Key, Claim> all = new HashMap<>();

  @Override
  public synchronized Claim claim(Key key, Claim claim) {
    all.values().removeIf(old -> old.at().isBefore(claim.at().minus(KEPT)));
    all.putIfAbsent(key, claim);
    return holds(key).orElseThrow();
  }

  @Override
  public synchronized boolean takeOver(Key key, Claim unanswered, Claim claim) {
    boolean there =
        holds(key).filter(unanswered::same).filter(one -> one.answer().isEmpty()).isPresent();
    if (there) {
      all.put(key, claim);
    }
    return there;
  }

  @Override
  public synchronized void answer(Key key, Claim claim, Answer answer) {
    if (holds(key).filter(claim::same).isPresent()) {
      all.put(
          key, new Claim(claim.fingerprint(), claim.subject(), claim.at(), Optional.of(answer)));
    }
  }

  @Override
  public synchronized void withdraw(Key key, Claim claim) {
    holds(key).filter(claim::same).ifPresent(_ -> all.remove(key));
  }

  private Optional<Claim> holds(Key key) {
    return Optional.ofNullable(all.get(key));
  }
}

package io.caisson.service.workload.fabric8;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;

/**
 * Answers of one cluster's API that do not end by themselves. A connection that has one of them is
 * in use, and so would be kept although it went bad: whoever suspects it ends them all.
 */
final class OpenStreams {
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  void add(Call call) {
    calls.add(call);
    if (closed) {
      call.cancel();
    }
  }

  void remove(Call call) {
    calls.remove(call);
  }

  boolean has(Call call) {
    return calls.contains(call);
  }

  void cancelAll() {
    calls.forEach(Call::cancel);
  }

  /** Ends them all, and whatever is begun later. */
  void close() {
    closed = true;
    cancelAll();
  }
}
